using System.Numerics.Tensors;
using LiveGenre.Cli.Classification;
using LiveGenre.Core.Decisions;
using LiveGenre.Core.Evaluation;

namespace LiveGenre.Cli.Evaluation;

/// <summary>How a model did on labelled tracks. The likeliest genre counts, however unlikely; nothing is unknown.</summary>
/// <param name="Labels">In the model's order.</param>
/// <param name="Judged">Each track with what it was taken for.</param>
/// <param name="Windows">Every window that is not silent.</param>
/// <param name="Activity">Music, speech and noise.</param>
internal sealed record EvaluationResult(
    IReadOnlyList<string> Labels, IReadOnlyList<JudgedTrack> Judged, ClassificationMetrics Windows, ActivityResult Activity)
{
    /// <summary>A track is judged by the mean posterior of its windows with music, of all that sound where there is none.</summary>
    public ClassificationMetrics Tracks { get; } = new(Labels.Count, [.. Judged.Select(track => track.Prediction)]);

    /// <summary>Measures.</summary>
    /// <param name="labels">In the model's order.</param>
    /// <param name="tracks">Classified tracks, each with its true label.</param>
    /// <param name="clips">Classified recordings of an activity.</param>
    public static EvaluationResult From(
        IReadOnlyList<string> labels, IReadOnlyCollection<(int Truth, ClassifiedFile File)> tracks, IReadOnlyCollection<(Activity Truth, ClassifiedFile File)> clips)
    {
        var judged = tracks.Select(t => Judge(t.Truth, t.File)).ToList();
        var windows = tracks.SelectMany(t => t.File.Windows.Where(w => w.Posterior.Length > 0).Select(w => Predict(t.Truth, w.Posterior))).ToList();
        return new(
            labels, judged, new ClassificationMetrics(labels.Count, windows),
            ActivityResult.From(tracks.Select(t => (Core.Decisions.Activity.Music, t.File)).Concat(clips)));
    }

    private static JudgedTrack Judge(int truth, ClassifiedFile file)
    {
        var posterior = file.MusicPosterior.Length > 0 ? file.MusicPosterior : file.SoundPosterior;
        return new(file.Path, Predict(truth, posterior), posterior.Length > 0 ? posterior[truth] : 0);
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

/// <summary>One track of an evaluation.</summary>
/// <param name="Path">Of the file.</param>
/// <param name="Prediction">Truth and what it was taken for.</param>
/// <param name="TruthProbability">What the model gave the truth, 0 to 1.</param>
internal readonly record struct JudgedTrack(string Path, LabelledPrediction Prediction, float TruthProbability);
