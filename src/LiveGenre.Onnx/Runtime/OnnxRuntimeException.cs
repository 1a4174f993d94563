namespace LiveGenre.Onnx.Runtime;

/// <summary>A call of ONNX Runtime that failed, with its own message.</summary>
public sealed class OnnxRuntimeException(OrtErrorCode code, string function, string message)
    : Exception($"{function}: {message} (ONNX Runtime, {code})")
{
    /// <summary>The runtime's error code.</summary>
    public OrtErrorCode Code { get; } = code;

    /// <summary>The function of the C API that failed.</summary>
    public string Function { get; } = function;

    /// <summary>ONNX Runtime's message alone.</summary>
    public string NativeMessage { get; } = message;
}
