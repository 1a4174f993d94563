namespace LiveGenre.Core.Decisions;

/// <summary>
/// The forward algorithm of a hidden Markov model whose states are the labels: each stays with the probability of the
/// options and moves to any other with equal chance. Source: L. R. Rabiner, "A Tutorial on Hidden Markov Models", 1989,
/// section III.A, normalised at every step.
/// </summary>
/// <remarks>
/// belief'[j] ∝ (stay·belief[j] + move·(1 − belief[j])) · posterior[j]^tempering with move = (1 − stay) / (labels − 1).
/// All labels are equally likely beforehand, so that a posterior stands for the likelihood. The belief of any label is
/// at least of the order of move·1e-6, so it neither underflows nor gets stuck, whatever comes.
/// </remarks>
public sealed class ForwardFilter : IPosteriorSmoother
{
    private const double LeastPosterior = 1e-6; // a calibrated model is never surer than that

    private readonly double[] _belief; // [labels]
    private readonly double _stay;
    private readonly double _move;
    private readonly double _tempering;

    /// <summary>Begins with all labels equally likely.</summary>
    /// <param name="labels">2 or more.</param>
    /// <param name="options">Values per window; see <see cref="ForwardFilterOptions.ForHop"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside its range.</exception>
    public ForwardFilter(int labels, ForwardFilterOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 2);
        if (!(options.StayProbability > 1.0 / labels && options.StayProbability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.StayProbability, $"StayProbability must lie between 1/{labels} and 1.");
        }
        if (!(options.Tempering is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Tempering, "Tempering must lie above 0 and not above 1.");
        }
        _belief = new double[labels];
        _stay = options.StayProbability;
        _move = (1 - _stay) / (labels - 1);
        _tempering = options.Tempering;
        Reset();
    }

    /// <inheritdoc/>
    public int LabelCount => _belief.Length;

    void IPosteriorSmoother.Update(ReadOnlySpan<float> posterior, ReadOnlySpan<float> sound, Span<float> smoothed) => Update(posterior, smoothed);

    /// <summary>Takes the posterior of the next window; its sound does not matter.</summary>
    /// <param name="posterior">[labels], calibrated, sums to 1.</param>
    /// <param name="smoothed">[labels], sums to 1. May be <paramref name="posterior"/> itself.</param>
    /// <exception cref="ArgumentException">A length differs from <see cref="LabelCount"/>.</exception>
    public void Update(ReadOnlySpan<float> posterior, Span<float> smoothed)
    {
        Posteriors.ThrowIfNot(LabelCount, posterior, smoothed);
        var total = 0.0;
        for (var label = 0; label < _belief.Length; label++)
        {
            var evidence = posterior[label] > LeastPosterior ? posterior[label] : LeastPosterior; // for NaN too
            _belief[label] = Predicted(label) * Math.Pow(evidence, _tempering);
            total += _belief[label];
        }
        for (var label = 0; label < _belief.Length; label++)
        {
            _belief[label] /= total;
            smoothed[label] = (float)_belief[label];
        }
    }

    /// <inheritdoc/>
    public void Rest(Span<float> smoothed)
    {
        Posteriors.ThrowIfNot(LabelCount, smoothed);
        for (var label = 0; label < _belief.Length; label++)
        {
            _belief[label] = Predicted(label);
            smoothed[label] = (float)_belief[label];
        }
    }

    /// <inheritdoc/>
    public void Reset() => Array.Fill(_belief, 1.0 / _belief.Length);

    private double Predicted(int label) => (_stay * _belief[label]) + (_move * (1 - _belief[label]));
}
