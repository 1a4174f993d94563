using LiveGenre.Onnx.Native;

namespace LiveGenre.Onnx.Runtime;

/// <summary>A model, ready to run on the CPU.</summary>
public sealed class InferenceSession : IDisposable
{
    private readonly OrtApi _api;
    private readonly OrtHandle _handle;
    private bool _disposed; // a binding may keep the handle open for longer

    /// <summary>Opens a model.</summary>
    /// <param name="model">The bytes of an ONNX file that holds its weights itself.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime cannot be loaded, or refuses the model.</exception>
    public unsafe InferenceSession(ReadOnlySpan<byte> model, SessionOptions? options = null)
    {
        _api = OrtApi.Instance;
        using var optionsHandle = (options ?? new SessionOptions()).ToHandle(_api);
        using var optionsLease = optionsHandle.Use();
        nint session;
        fixed (byte* bytes = model)
        {
            _api.Check(
                _api.CreateSessionFromArray(_api.Environment, bytes, (nuint)model.Length, optionsLease.Pointer, &session),
                nameof(_api.CreateSessionFromArray));
        }

        _handle = new OrtHandle(session, _api.ReleaseSession);
        try
        {
            InputMetadata = SessionInspector.Inputs(_api, session);
            OutputMetadata = SessionInspector.Outputs(_api, session);
            ModelMetadata = SessionInspector.Model(_api, session);
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    /// <summary>The model's inputs by name.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> InputMetadata { get; }

    /// <summary>The model's outputs by name.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> OutputMetadata { get; }

    /// <summary>What the model says about itself.</summary>
    public ModelMetadata ModelMetadata { get; }

    /// <summary>Makes an empty binding for this session, whose memory is freed when the binding is disposed too.</summary>
    public unsafe OrtIoBinding CreateIoBinding()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var session = _handle.Use();
        nint binding;
        _api.Check(_api.CreateIoBinding(session.Pointer, &binding), nameof(_api.CreateIoBinding));
        return new OrtIoBinding(new OrtHandle(binding, _api.ReleaseIoBinding, dependsOn: _handle));
    }

    /// <summary>Runs the model on the bound tensors; the caller's thread does the work.</summary>
    /// <exception cref="OnnxRuntimeException">An input is missing, a shape does not fit, or an operator failed.</exception>
    public unsafe void RunWithBinding(OrtIoBinding binding)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var session = _handle.Use();
        using var bound = binding.Handle.Use();
        _api.Check(_api.RunWithBinding(session.Pointer, 0, bound.Pointer), nameof(_api.RunWithBinding));
        GC.KeepAlive(binding); // and with it the tensors' memory
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _handle.Dispose();
    }
}
