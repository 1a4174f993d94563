namespace LiveGenre.Core.Decisions;

/// <summary>What the filters and deciders need to ask of a posterior.</summary>
internal static class Posteriors
{
    /// <summary>Index of the largest value; the first of equals.</summary>
    public static int Best(ReadOnlySpan<float> posterior)
    {
        var best = 0;
        for (var label = 1; label < posterior.Length; label++)
        {
            best = posterior[label] > posterior[best] ? label : best;
        }
        return best;
    }

    /// <summary>Largest value of all labels but <paramref name="label"/>; 0 if there is no other.</summary>
    public static float BestBeside(int label, ReadOnlySpan<float> posterior)
    {
        var best = 0f;
        for (var other = 0; other < posterior.Length; other++)
        {
            best = other == label ? best : Math.Max(best, posterior[other]);
        }
        return best;
    }

    public static void ThrowIfNot(int labels, ReadOnlySpan<float> posterior)
    {
        if (posterior.Length != labels)
        {
            throw new ArgumentException($"The posterior has {posterior.Length} values for {labels} labels.", nameof(posterior));
        }
    }

    public static void ThrowIfNot(int labels, ReadOnlySpan<float> posterior, Span<float> smoothed)
    {
        ThrowIfNot(labels, posterior);
        if (smoothed.Length != labels)
        {
            throw new ArgumentException($"There is room for {smoothed.Length} smoothed values of {labels}.", nameof(smoothed));
        }
    }
}
