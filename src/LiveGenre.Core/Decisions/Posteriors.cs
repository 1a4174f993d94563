using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

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

    /// <summary>posterior^exponent, brought back to a sum of 1; the smaller the exponent, the less it says.</summary>
    public static void Temper(ReadOnlySpan<float> posterior, float exponent, Span<float> tempered)
    {
        for (var label = 0; label < posterior.Length; label++)
        {
            tempered[label] = posterior[label] > 0 ? MathF.Pow(posterior[label], exponent) : 0; // for NaN too
        }
        var total = TensorPrimitives.Sum<float>(tempered);
        TensorPrimitives.Divide(tempered, total > 0 ? total : 1, tempered);
    }

    public static void ThrowIfNot(int labels, ReadOnlySpan<float> posterior, [CallerArgumentExpression(nameof(posterior))] string name = "")
    {
        if (posterior.Length != labels)
        {
            throw new ArgumentException($"The {name} has {posterior.Length} values for {labels} labels.", name);
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
