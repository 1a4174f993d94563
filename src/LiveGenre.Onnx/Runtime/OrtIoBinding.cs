using LiveGenre.Onnx.Native;

namespace LiveGenre.Onnx.Runtime;

/// <summary>Which tensors a run reads and writes. Made once and run many times, it costs no managed memory a run.</summary>
public sealed class OrtIoBinding : IDisposable
{
    private readonly List<OrtValue> _bound = []; // the native binding points at their memory

    internal OrtIoBinding(OrtHandle handle) => Handle = handle;

    internal OrtHandle Handle { get; }

    /// <summary>Reads the input <paramref name="name"/> from <paramref name="value"/>.</summary>
    /// <exception cref="OnnxRuntimeException">The model has no such input.</exception>
    public unsafe void BindInput(string name, OrtValue value)
    {
        var api = OrtApi.Instance;
        using var binding = Handle.Use();
        using var tensor = value.Handle.Use();
        fixed (byte* text = Utf8Text.ZeroTerminated(name))
        {
            api.Check(api.BindInput(binding.Pointer, text, tensor.Pointer), nameof(api.BindInput));
        }

        _bound.Add(value);
    }

    /// <summary>Writes the output <paramref name="name"/> into <paramref name="value"/>, whose shape must be what the run yields.</summary>
    /// <exception cref="OnnxRuntimeException">The model has no such output.</exception>
    public unsafe void BindOutput(string name, OrtValue value)
    {
        var api = OrtApi.Instance;
        using var binding = Handle.Use();
        using var tensor = value.Handle.Use();
        fixed (byte* text = Utf8Text.ZeroTerminated(name))
        {
            api.Check(api.BindOutput(binding.Pointer, text, tensor.Pointer), nameof(api.BindOutput));
        }

        _bound.Add(value);
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
