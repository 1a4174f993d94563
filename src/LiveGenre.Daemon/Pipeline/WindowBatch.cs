using LiveGenre.Onnx.Classification;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>Runs windows through the classifier together, and gives each its posteriors; silent ones are left out.</summary>
internal sealed class WindowBatch(IGenreClassifier classifier, WindowShape shape)
{
    private readonly float[] _mel = new float[classifier.MaxBatch * shape.MelBands * shape.Frames];
    private readonly float[] _genre = new float[classifier.MaxBatch * shape.Labels];
    private readonly float[] _activity = new float[classifier.MaxBatch * WindowShape.Activities];
    private readonly float[] _sound = new float[classifier.MaxBatch * classifier.Manifest.SoundSize];
    private readonly List<AnalysisWindow> _windows = [];

    /// <summary>Windows that wait for <see cref="Run"/>.</summary>
    public int Count => _windows.Count;

    /// <summary>Whether no further window fits.</summary>
    public bool IsFull => _windows.Count == classifier.MaxBatch;

    /// <summary>Adds a window, unless it is silent.</summary>
    public void Add(AnalysisWindow window)
    {
        if (!window.IsSilent)
        {
            window.Mel.CopyTo(_mel.AsSpan(_windows.Count * window.Mel.Length));
            _windows.Add(window);
        }
    }

    /// <summary>Forgets what was added.</summary>
    public void Clear() => _windows.Clear();

    /// <summary>Classifies what was added, fills in the sound and the posteriors under the windows' own labels, and is empty again.</summary>
    /// <exception cref="ModelOutputException">The model yields a value that is not finite.</exception>
    public void Run()
    {
        if (_windows.Count == 0)
        {
            return;
        }
        var genre = _genre.AsSpan(0, _windows.Count * shape.Labels);
        var activity = _activity.AsSpan(0, _windows.Count * WindowShape.Activities);
        var columns = classifier.Manifest.SoundSize;
        var sound = _sound.AsSpan(0, _windows.Count * columns);
        classifier.Classify(_mel.AsSpan(0, _windows.Count * shape.MelBands * shape.Frames), _windows.Count, genre, activity, sound);
        for (var i = 0; i < _windows.Count; i++)
        {
            _windows[i].Labels.Sum(genre.Slice(i * shape.Labels, shape.Labels), _windows[i].Posterior);
            activity.Slice(i * WindowShape.Activities, WindowShape.Activities).CopyTo(_windows[i].ActivityPosterior);
            sound.Slice(i * columns, columns).CopyTo(_windows[i].Sound);
        }
        _windows.Clear();
    }
}
