using System.Numerics.Tensors;
using LiveGenre.Core.Decisions;

namespace LiveGenre.Cli.Classification;

/// <summary>What the model says of a whole file.</summary>
/// <param name="Path">As it was named.</param>
/// <param name="Duration">Its length, from its samples.</param>
/// <param name="Windows">In order; one or more.</param>
/// <param name="NonFiniteSampleCount">Samples that were no numbers, and were taken as zero.</param>
internal sealed record ClassifiedFile(string Path, TimeSpan Duration, IReadOnlyList<ClassifiedWindow> Windows, long NonFiniteSampleCount)
{
    /// <summary>The activity of most windows.</summary>
    public Activity Activity { get; } = Windows.CountBy(w => w.Activity).OrderByDescending(a => a.Value).ThenBy(a => a.Key).First().Key;

    /// <summary>Mean posterior of the windows with music, in the order of the model's labels; empty where there is none.</summary>
    public float[] MusicPosterior { get; } = Mean(Windows.Where(w => w.IsMusic));

    /// <summary>Mean posterior of all windows that are not silent; empty where there is none.</summary>
    public float[] SoundPosterior { get; } = Mean(Windows.Where(w => w.Posterior.Length > 0));

    private static float[] Mean(IEnumerable<ClassifiedWindow> windows)
    {
        float[] sum = [];
        var count = 0;
        foreach (var window in windows)
        {
            sum = count++ == 0 ? new float[window.Posterior.Length] : sum;
            TensorPrimitives.Add(sum, window.Posterior, sum);
        }
        TensorPrimitives.Divide(sum, Math.Max(1, count), sum);
        return sum;
    }
}
