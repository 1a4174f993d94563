using System.Numerics.Tensors;
using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Cli.Classification;

/// <summary>A label and how sure it is.</summary>
/// <param name="Label">One of the model's, <c>unknown</c> or <c>none</c>.</param>
/// <param name="Confidence">Probability of the label, 0 to 1: of the likeliest label when unknown, of the activity when none.</param>
internal readonly record struct GenreAnswer(string Label, float Confidence)
{
    /// <summary>The answer for one window: its likeliest genre, unknown under the floor, none without music.</summary>
    public static GenreAnswer For(ClassifiedWindow window, IReadOnlyList<string> labels, double floor)
    {
        if (!window.IsMusic)
        {
            return new(LabelNames.None, window.ActivityConfidence);
        }
        var best = TensorPrimitives.IndexOfMax<float>(window.Posterior);
        var confidence = window.Posterior[best];
        return new(confidence < floor ? LabelNames.Unknown : labels[best], confidence);
    }

    /// <summary>The answer for a file: the genre that is likeliest on average where there is music, none without.</summary>
    public static GenreAnswer For(ClassifiedFile file, IReadOnlyList<string> labels)
    {
        if (file.MusicPosterior.Length == 0)
        {
            return new(LabelNames.None, file.Windows.Where(w => w.Activity == file.Activity).Average(w => w.ActivityConfidence));
        }
        var best = TensorPrimitives.IndexOfMax<float>(file.MusicPosterior);
        return new(labels[best], file.MusicPosterior[best]);
    }
}
