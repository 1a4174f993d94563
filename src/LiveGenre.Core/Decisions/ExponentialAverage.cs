namespace LiveGenre.Core.Decisions;

/// <summary>The simple smoother to compare with: average += weight · (posterior − average). The first posterior is taken whole.</summary>
public sealed class ExponentialAverage : IPosteriorSmoother
{
    private readonly double[] _average; // [labels]
    private readonly double _weight;
    private bool _started;

    /// <summary>Begins empty.</summary>
    /// <param name="labels">2 or more.</param>
    /// <param name="weight">Share of the newest window, above 0, to 1 (no smoothing); see <see cref="WeightFor"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside its range.</exception>
    public ExponentialAverage(int labels, float weight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 2);
        if (!(weight is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "The weight must lie above 0 and not above 1.");
        }
        _average = new double[labels];
        _weight = weight;
    }

    /// <inheritdoc/>
    public int LabelCount => _average.Length;

    /// <summary>The weight with which a change has come through by 63 % after <paramref name="timeConstant"/>: 1 − exp(−hop / timeConstant).</summary>
    /// <param name="hop">Time from the start of one window to the next, above zero.</param>
    /// <param name="timeConstant">Above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is not above zero.</exception>
    public static float WeightFor(TimeSpan hop, TimeSpan timeConstant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(hop, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeConstant, TimeSpan.Zero);
        return (float)(1 - Math.Exp(-(hop / timeConstant)));
    }

    void IPosteriorSmoother.Update(ReadOnlySpan<float> posterior, ReadOnlySpan<float> sound, Span<float> smoothed) => Update(posterior, smoothed);

    /// <summary>Takes the posterior of the next window; its sound does not matter.</summary>
    /// <param name="posterior">[labels], calibrated, sums to 1.</param>
    /// <param name="smoothed">[labels], sums to 1. May be <paramref name="posterior"/> itself.</param>
    /// <exception cref="ArgumentException">A length differs from <see cref="LabelCount"/>.</exception>
    public void Update(ReadOnlySpan<float> posterior, Span<float> smoothed)
    {
        Posteriors.ThrowIfNot(LabelCount, posterior, smoothed);
        var weight = _started ? _weight : 1;
        _started = true;
        for (var label = 0; label < _average.Length; label++)
        {
            _average[label] += weight * (posterior[label] - _average[label]);
            smoothed[label] = (float)_average[label];
        }
    }

    /// <summary>Moves towards all labels being equally likely.</summary>
    /// <param name="smoothed">[labels], sums to 1.</param>
    /// <exception cref="ArgumentException">The length differs from <see cref="LabelCount"/>.</exception>
    public void Rest(Span<float> smoothed)
    {
        Posteriors.ThrowIfNot(LabelCount, smoothed);
        smoothed.Fill(1f / LabelCount);
        Update(smoothed, smoothed);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Array.Clear(_average);
        _started = false;
    }
}
