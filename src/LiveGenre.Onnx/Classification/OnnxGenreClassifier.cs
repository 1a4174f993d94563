using System.Numerics.Tensors;
using LiveGenre.Core.Decisions;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Runtime;

namespace LiveGenre.Onnx.Classification;

/// <summary>Classifies with a bundle's model in ONNX Runtime, on the caller's thread; allocates no managed memory once a batch size was used.</summary>
public sealed class OnnxGenreClassifier : IGenreClassifier
{
    private readonly HeadManifest _genre;
    private readonly HeadManifest _activity;
    private readonly int[] _activityColumns; // where the manifest has each label of ActivityLabels.OfModel
    private readonly float[] _activityRow;
    private readonly ModelRunner _runner;

    /// <summary>Opens a session on a checked bundle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime cannot open the model.</exception>
    public OnnxGenreClassifier(ModelBundle bundle, OnnxClassifierOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, OnnxClassifierOptions.MaxThreads);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxBatch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxBatch, OnnxClassifierOptions.LargestBatch);

        Manifest = bundle.Manifest;
        MaxBatch = options.MaxBatch;
        (_genre, _activity) = (Manifest.GenreHead, Manifest.ActivityHead);
        var labels = _activity.Labels.ToList();
        _activityColumns = [.. ActivityLabels.OfModel.ToArray().Select(label => labels.IndexOf(label))];
        _activityRow = new float[labels.Count];
        _runner = new ModelRunner(bundle, options.Threads, options.MaxBatch);
    }

    /// <inheritdoc/>
    public ModelManifest Manifest { get; }

    /// <inheritdoc/>
    public int MaxBatch { get; }

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<float> windows, int count, Span<float> genre, Span<float> activity, Span<float> sound = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxBatch);
        var (genres, activities) = (_genre.Labels.Count, _activityColumns.Length);
        RequireLength(windows.Length, count * Manifest.WindowSize, nameof(windows));
        RequireLength(genre.Length, count * genres, nameof(genre));
        RequireLength(activity.Length, count * activities, nameof(activity));
        RequireLength(sound.Length, sound.IsEmpty ? 0 : count * Manifest.SoundSize, nameof(sound));

        _runner.Run(windows, count);
        var genreLogits = _runner.GenreLogits(count);
        var activityLogits = _runner.ActivityLogits(count);
        RequireFinite(_genre.Output, _genre.Labels.Count, genreLogits, windows);
        RequireFinite(_activity.Output, _activity.Labels.Count, activityLogits, windows);
        if (!sound.IsEmpty)
        {
            RequireFinite(Manifest.Sound!.Output, Manifest.SoundSize, _runner.Sound(count), windows);
            _runner.Sound(count).CopyTo(sound);
        }

        for (var i = 0; i < count; i++)
        {
            Calibration.Softmax(genreLogits.Slice(i * genres, genres), (float)_genre.Temperature, genre.Slice(i * genres, genres));
            Calibration.Softmax(activityLogits.Slice(i * activities, activities), (float)_activity.Temperature, _activityRow);
            for (var k = 0; k < activities; k++)
            {
                activity[(i * activities) + k] = _activityRow[_activityColumns[k]];
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runner.Dispose();

    private static void RequireLength(int length, int needed, string name)
    {
        if (length != needed)
        {
            throw new ArgumentException($"{needed} values are needed, not {length}.", name);
        }
    }

    private void RequireFinite(string output, int columns, ReadOnlySpan<float> values, ReadOnlySpan<float> windows)
    {
        if (TensorPrimitives.IsFiniteAll(values))
        {
            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                var window = i / columns;
                throw TensorPrimitives.IsFiniteAll(windows.Slice(window * Manifest.WindowSize, Manifest.WindowSize))
                    ? new ModelOutputException(Manifest.Id, output, window)
                    : new ArgumentException($"Window {window} holds a value that is not finite.", nameof(windows));
            }
        }
    }
}
