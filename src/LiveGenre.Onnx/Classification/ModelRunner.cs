using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Runtime;

namespace LiveGenre.Onnx.Classification;

/// <summary>Runs a bundle's model: windows in, logits out, through memory that is laid out once for each batch size.</summary>
internal sealed class ModelRunner : IDisposable
{
    private readonly ModelManifest _manifest;
    private readonly OrtIoBinding?[] _bindings; // by batch size, made when first used
    private readonly List<OrtValue> _tensors = [];
    private readonly float[] _input;
    private readonly float[] _genre;
    private readonly float[] _activity;
    private readonly float[] _sound;

    public ModelRunner(ModelBundle bundle, int threads, int maxBatch)
    {
        _manifest = bundle.Manifest;
        _bindings = new OrtIoBinding?[maxBatch + 1];
        _input = GC.AllocateUninitializedArray<float>(maxBatch * _manifest.WindowSize, pinned: true);
        _genre = GC.AllocateUninitializedArray<float>(maxBatch * _manifest.GenreHead.Labels.Count, pinned: true);
        _activity = GC.AllocateUninitializedArray<float>(maxBatch * _manifest.ActivityHead.Labels.Count, pinned: true);
        _sound = GC.AllocateUninitializedArray<float>(maxBatch * _manifest.SoundSize, pinned: true);
        Session = new InferenceSession(bundle.Model.Span, new SessionOptions { IntraOpNumThreads = threads });
    }

    public InferenceSession Session { get; }

    /// <summary>The last run's logits, <c>[count × labels]</c>, in the manifest's order.</summary>
    public ReadOnlySpan<float> GenreLogits(int count) => _genre.AsSpan(0, count * _manifest.GenreHead.Labels.Count);

    /// <summary>The last run's logits, <c>[count × 4]</c>, in the manifest's order.</summary>
    public ReadOnlySpan<float> ActivityLogits(int count) => _activity.AsSpan(0, count * _manifest.ActivityHead.Labels.Count);

    /// <summary>What the last run says of the sound, <c>[count × columns]</c>; empty for a model that does not tell recordings apart.</summary>
    public ReadOnlySpan<float> Sound(int count) => _sound.AsSpan(0, count * _manifest.SoundSize);

    /// <summary>Runs <paramref name="count"/> windows, <c>[count × bands × frames]</c>, at most the batch that was asked for.</summary>
    public void Run(ReadOnlySpan<float> windows, int count)
    {
        windows.CopyTo(_input);
        Session.RunWithBinding(_bindings[count] ??= Bind(count));
    }

    public void Dispose()
    {
        foreach (var binding in _bindings)
        {
            binding?.Dispose();
        }

        foreach (var tensor in _tensors)
        {
            tensor.Dispose();
        }

        Session.Dispose();
    }

    private OrtIoBinding Bind(int count)
    {
        var binding = Session.CreateIoBinding();
        binding.BindInput(_manifest.Model.Input, Tensor(_input, count, 1, _manifest.FrontEnd.MelBands, _manifest.AnalysisWindow.Frames));
        binding.BindOutput(_manifest.GenreHead.Output, Tensor(_genre, count, _manifest.GenreHead.Labels.Count));
        binding.BindOutput(_manifest.ActivityHead.Output, Tensor(_activity, count, _manifest.ActivityHead.Labels.Count));
        if (_manifest.Sound is { } sound)
        {
            binding.BindOutput(sound.Output, Tensor(_sound, count, sound.Between.Count));
        }

        return binding;
    }

    private OrtValue Tensor(float[] memory, params ReadOnlySpan<long> shape)
    {
        var length = 1;
        foreach (var size in shape)
        {
            length *= (int)size;
        }

        var tensor = OrtValue.CreateTensorValueFromMemory(memory.AsMemory(0, length), shape);
        _tensors.Add(tensor);
        return tensor;
    }
}
