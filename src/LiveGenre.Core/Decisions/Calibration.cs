using System.Numerics.Tensors;

namespace LiveGenre.Core.Decisions;

/// <summary>Turns a model's logits into probabilities that mean what they say.</summary>
public static class Calibration
{
    /// <summary>softmax(logits / temperature), safe for logits of any finite size. Source: Guo et al., "On Calibration of Modern Neural Networks", 2017.</summary>
    /// <param name="logits">[labels], 1 or more.</param>
    /// <param name="temperature">Above 0; 1 changes nothing, more makes the posterior flatter.</param>
    /// <param name="posterior">[labels]; sums to 1. May be <paramref name="logits"/> itself.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">There are no labels, or the lengths differ.</exception>
    public static void Softmax(ReadOnlySpan<float> logits, float temperature, Span<float> posterior)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
        if (logits.IsEmpty || posterior.Length != logits.Length)
        {
            throw new ArgumentException($"{logits.Length} logits do not fit a posterior of {posterior.Length}.", nameof(posterior));
        }
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), posterior); // exp of 0 at most
        TensorPrimitives.Divide(posterior, temperature, posterior);
        TensorPrimitives.Exp(posterior, posterior);
        TensorPrimitives.Divide(posterior, TensorPrimitives.Sum<float>(posterior), posterior);
    }
}
