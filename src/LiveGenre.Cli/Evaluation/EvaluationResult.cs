using System.Numerics.Tensors;
using LiveGenre.Cli.Classification;
using LiveGenre.Core.Evaluation;

namespace LiveGenre.Cli.Evaluation;

/// <summary>How a model did on labelled tracks. The likeliest genre counts, however unlikely; nothing is unknown.</summary>
/// <param name="Labels">In the model's order.</param>
/// <param name="Tracks">A track is judged by the mean posterior of its windows with music, of all that sound where there is none.</param>
/// <param name="Windows">Every window that is not silent.</param>
internal sealed record EvaluationResult(IReadOnlyList<string> Labels, ClassificationMetrics Tracks, ClassificationMetrics Windows)
{
    /// <summary>Measures.</summary>
    /// <param name="labels">In the model's order.</param>
    /// <param name="files">Classified tracks, each with its true label.</param>
    public static EvaluationResult From(IReadOnlyList<string> labels, IReadOnlyCollection<(int Truth, ClassifiedFile File)> files)
    {
        var tracks = files.Select(f => Predict(f.Truth, f.File.MusicPosterior.Length > 0 ? f.File.MusicPosterior : f.File.SoundPosterior)).ToList();
        var windows = files.SelectMany(f => f.File.Windows.Where(w => w.Posterior.Length > 0).Select(w => Predict(f.Truth, w.Posterior))).ToList();
        return new(labels, new ClassificationMetrics(labels.Count, tracks), new ClassificationMetrics(labels.Count, windows));
    }

    private static LabelledPrediction Predict(int truth, float[] posterior)
    {
        if (posterior.Length == 0)
        {
            return new(truth, -1, 0); // nothing but silence
        }
        var best = TensorPrimitives.IndexOfMax<float>(posterior);
        return new(truth, best, Math.Clamp(posterior[best], 0, 1));
    }
}
