namespace LiveGenre.Onnx.Runtime;

/// <summary>Why a call of ONNX Runtime failed; the values are those of its C API.</summary>
public enum OrtErrorCode
{
    /// <summary>No error.</summary>
    Ok = 0,

    /// <summary>An error of no other kind.</summary>
    Fail = 1,

    /// <summary>An argument is wrong, such as the shape of an input.</summary>
    InvalidArgument = 2,

    /// <summary>The model's file or the native library is missing.</summary>
    NoSuchFile = 3,

    /// <summary>The model holds nothing.</summary>
    NoModel = 4,

    /// <summary>The runtime failed inside.</summary>
    EngineError = 5,

    /// <summary>An exception inside the runtime.</summary>
    RuntimeException = 6,

    /// <summary>The model is no ONNX.</summary>
    InvalidProtobuf = 7,

    /// <summary>The session is open already.</summary>
    ModelLoaded = 8,

    /// <summary>An operator or function is not implemented.</summary>
    NotImplemented = 9,

    /// <summary>The model's graph contradicts itself.</summary>
    InvalidGraph = 10,

    /// <summary>An execution provider failed.</summary>
    ExecutionProviderFailure = 11,
}
