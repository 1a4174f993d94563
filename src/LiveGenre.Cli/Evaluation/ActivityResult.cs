using System.Numerics.Tensors;
using LiveGenre.Cli.Classification;
using LiveGenre.Core.Decisions;
using LiveGenre.Core.Evaluation;

namespace LiveGenre.Cli.Evaluation;

/// <summary>How a model told music, speech and noise apart, window by window; silent windows are not judged.</summary>
/// <param name="Windows">By the activities of a model.</param>
/// <param name="MusicAgainstSpeech">Share of windows of music and of speech at which the true one of the two is the likelier; null without windows of both.</param>
/// <param name="NoiseCalledMusic">Share of the windows of noise; null without any.</param>
internal sealed record ActivityResult(ClassificationMetrics Windows, double? MusicAgainstSpeech, double? NoiseCalledMusic)
{
    /// <summary>Measures.</summary>
    /// <param name="files">Classified recordings, each with its true activity.</param>
    public static ActivityResult From(IEnumerable<(Activity Truth, ClassifiedFile File)> files)
    {
        var windows = files.SelectMany(f => f.File.Windows.Where(w => w.ActivityPosterior.Length > 0).Select(w => (f.Truth, w.ActivityPosterior))).ToList();
        var metrics = new ClassificationMetrics(ActivityLabels.OfModel.Length, [.. windows.Select(Predict)]);
        int Support(Activity activity) => metrics.Labels[(int)activity].Support;
        var either = windows.Where(w => w.Truth is Activity.Music or Activity.Speech).ToList();
        var told = either.Count(w => w.ActivityPosterior[(int)Activity.Music] > w.ActivityPosterior[(int)Activity.Speech] == (w.Truth == Activity.Music));
        return new(
            metrics,
            Support(Activity.Music) > 0 && Support(Activity.Speech) > 0 ? (double)told / either.Count : null,
            Support(Activity.Noise) > 0 ? (double)metrics.Confusion((int)Activity.Noise, (int)Activity.Music) / Support(Activity.Noise) : null);
    }

    private static LabelledPrediction Predict((Activity Truth, float[] Posterior) window)
    {
        var best = TensorPrimitives.IndexOfMax<float>(window.Posterior);
        return new((int)window.Truth, best, Math.Clamp(window.Posterior[best], 0, 1));
    }
}
