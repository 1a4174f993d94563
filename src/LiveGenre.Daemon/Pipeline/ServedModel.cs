using LiveGenre.Daemon.Configuration;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>A model at work, and what follows from it: sizes of windows, names of genres.</summary>
internal sealed class ServedModel : IDisposable
{
    private readonly LiveGenreOptions _options;
    private readonly LabelMap _labels; // of all sources that have no names of their own

    private ServedModel(ModelBundle? bundle, IGenreClassifier classifier, LiveGenreOptions options)
    {
        (Bundle, Classifier, _options) = (bundle, classifier, options);
        Shape = WindowShape.For(classifier.Manifest, options.Windowing.Hop);
        _labels = LabelMap.Create(Manifest.GenreHead.Labels, label => _options.Labels.GetValueOrDefault(label));
    }

    /// <summary>The folder that it comes from; null for a classifier that a test made.</summary>
    public ModelBundle? Bundle { get; }

    public IGenreClassifier Classifier { get; }

    public ModelManifest Manifest => Classifier.Manifest;

    public WindowShape Shape { get; }

    /// <summary>Samples from one window to the next.</summary>
    public int HopSamples => Shape.HopFrames * Manifest.FrontEnd.HopLength;

    /// <summary>Opens a session on a checked bundle.</summary>
    /// <exception cref="SettingsException">A setting does not fit the model.</exception>
    /// <exception cref="Onnx.Runtime.OnnxRuntimeException">ONNX Runtime cannot open the model.</exception>
    public static ServedModel Open(ModelBundle bundle, LiveGenreOptions options)
    {
        WindowingRules.Check(options.Windowing, bundle.Manifest);
        LabelRules.Check(options, bundle.Manifest);
        var classifier = new OnnxGenreClassifier(
            bundle, new OnnxClassifierOptions { Threads = options.Model.Threads, MaxBatch = options.Model.MaxBatch });
        return new(bundle, classifier, options);
    }

    /// <summary>Takes a classifier as it is.</summary>
    public static ServedModel Of(IGenreClassifier classifier, LiveGenreOptions options) => new(null, classifier, options);

    /// <summary>What the genres are called for a source: by its own settings, else by those of all sources, else as the model has them.</summary>
    public LabelMap LabelsFor(SourceOptions? source)
    {
        if (source is not { Labels.Count: > 0 })
        {
            return _labels;
        }
        var own = LabelMap.Create(Manifest.GenreHead.Labels, label => source.Labels.GetValueOrDefault(label) ?? _options.Labels.GetValueOrDefault(label));
        return own.Names.Count > 1 ? own : _labels; // given under another model, they may leave one name for all genres of this one
    }

    /// <summary>One run of the largest size, on noise: what ONNX Runtime sets aside for it is there from the first on, and no burst of windows adds to it later.</summary>
    /// <exception cref="ModelOutputException">It yields a value that is not finite.</exception>
    public void WarmUp()
    {
        var random = new Random(1);
        var count = Classifier.MaxBatch;
        var windows = new float[count * Manifest.WindowSize];
        for (var i = 0; i < windows.Length; i++)
        {
            windows[i] = (float)((2 * random.NextDouble()) - 1);
        }
        Classifier.Classify(windows, count, new float[count * Shape.Labels], new float[count * WindowShape.Activities]);
    }

    public void Dispose() => Classifier.Dispose();
}
