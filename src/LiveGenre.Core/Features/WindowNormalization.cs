using System.Numerics.Tensors;

namespace LiveGenre.Core.Features;

/// <summary>Makes a window independent of gain: quiet values are clipped relative to its maximum, then it is standardised as a whole.</summary>
public static class WindowNormalization
{
    private const int ChunkLength = 512; // float sums stay exact to 1e-6; the chunks add up in double

    /// <summary>x = max(x, max(x) − <paramref name="clipBelowMaxDb"/>), then (x − mean) / max(std, <paramref name="epsilon"/>) over all values, population standard deviation.</summary>
    /// <param name="window">[bands × frames], dB, any order; changed in place to mean 0 and standard deviation 1. A constant window becomes 0.</param>
    /// <param name="clipBelowMaxDb">Dynamic range that is kept, dB, above 0.</param>
    /// <param name="epsilon">Smallest standard deviation that is divided by, dB, above 0.</param>
    public static void Apply(Span<float> window, float clipBelowMaxDb, float epsilon)
    {
        if (window.IsEmpty)
        {
            return;
        }
        TensorPrimitives.Max(window, TensorPrimitives.Max<float>(window) - clipBelowMaxDb, window);
        var sum = 0.0;
        for (var at = 0; at < window.Length; at += ChunkLength)
        {
            sum += TensorPrimitives.Sum<float>(Chunk(window, at));
        }
        TensorPrimitives.Subtract(window, (float)(sum / window.Length), window);
        var squares = 0.0;
        for (var at = 0; at < window.Length; at += ChunkLength)
        {
            squares += TensorPrimitives.SumOfSquares<float>(Chunk(window, at));
        }
        var deviation = Math.Max(Math.Sqrt(squares / window.Length), epsilon);
        TensorPrimitives.Multiply(window, (float)(1 / deviation), window);
    }

    private static ReadOnlySpan<float> Chunk(Span<float> window, int at) => window.Slice(at, Math.Min(ChunkLength, window.Length - at));
}
