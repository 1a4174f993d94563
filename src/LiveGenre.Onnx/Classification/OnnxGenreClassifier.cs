using System.Numerics.Tensors;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Runtime;

namespace LiveGenre.Onnx.Classification;

/// <summary>Classifies with a bundle's model in ONNX Runtime, on the caller's thread; allocates no managed memory once a batch size was used.</summary>
public sealed class OnnxGenreClassifier : IGenreClassifier
{
    private readonly ModelRunner _runner;
    private readonly int[] _activityColumns; // the manifest's column of each of ActivityLabels.InOrder
    private readonly float[] _activityRow;

    /// <summary>Opens a session on a checked bundle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime cannot open the model.</exception>
    public OnnxGenreClassifier(ModelBundle bundle, OnnxClassifierOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxBatch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxBatch, 1024);

        Manifest = bundle.Manifest;
        MaxBatch = options.MaxBatch;
        var labels = bundle.Manifest.ActivityHead.Labels.ToList();
        _activityColumns = [.. ActivityLabels.InOrder.Select(label => labels.IndexOf(label))];
        _activityRow = new float[labels.Count];
        _runner = new ModelRunner(bundle, options.Threads, options.MaxBatch);
    }

    /// <inheritdoc/>
    public ModelManifest Manifest { get; }

    /// <inheritdoc/>
    public int MaxBatch { get; }

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<float> windows, int count, Span<float> genre, Span<float> activity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxBatch);
        var genreLabels = Manifest.GenreHead.Labels.Count;
        RequireLength(windows.Length, count * Manifest.WindowSize, nameof(windows));
        RequireLength(genre.Length, count * genreLabels, nameof(genre));
        RequireLength(activity.Length, count * _activityRow.Length, nameof(activity));

        _runner.Run(windows, count);
        Check(Manifest.GenreHead, _runner.GenreLogits(count), windows);
        Check(Manifest.ActivityHead, _runner.ActivityLogits(count), windows);

        for (var i = 0; i < count; i++)
        {
            var logits = _runner.GenreLogits(count).Slice(i * genreLabels, genreLabels);
            Softmax(logits, Manifest.GenreHead.Temperature, genre.Slice(i * genreLabels, genreLabels));

            logits = _runner.ActivityLogits(count).Slice(i * _activityRow.Length, _activityRow.Length);
            Softmax(logits, Manifest.ActivityHead.Temperature, _activityRow);
            for (var k = 0; k < _activityColumns.Length; k++)
            {
                activity[(i * _activityColumns.Length) + k] = _activityRow[_activityColumns[k]];
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

    private static void Softmax(ReadOnlySpan<float> logits, double temperature, Span<float> posterior)
    {
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), posterior);
        TensorPrimitives.Divide(posterior, (float)temperature, posterior);
        TensorPrimitives.Exp(posterior, posterior);
        TensorPrimitives.Divide(posterior, TensorPrimitives.Sum<float>(posterior), posterior);
    }

    private void Check(HeadManifest head, ReadOnlySpan<float> logits, ReadOnlySpan<float> windows)
    {
        if (TensorPrimitives.IsFiniteAll(logits))
        {
            return;
        }

        for (var i = 0; i < logits.Length; i++)
        {
            if (!float.IsFinite(logits[i]))
            {
                var window = i / head.Labels.Count;
                throw TensorPrimitives.IsFiniteAll(windows.Slice(window * Manifest.WindowSize, Manifest.WindowSize))
                    ? new ModelOutputException(Manifest.Id, head.Output, window)
                    : new ArgumentException($"Window {window} holds a value that is not finite.", nameof(windows));
            }
        }
    }
}
