using System.Numerics.Tensors;

namespace LiveGenre.Core.Decisions;

/// <summary>
/// Gathers the evidence of a genre within one track, and tells by the sound where the next one begins: Bayesian online
/// change-point detection over windows whose sound scatters around a mean of the track's own. Sources: R. P. Adams and
/// D. MacKay, "Bayesian Online Changepoint Detection", 2007; for the sound the two-covariance model of N. Brümmer and
/// E. de Villiers, "The Speaker Partitioning Problem", 2010, section 4. Not thread-safe.
/// </summary>
/// <remarks>
/// A candidate is a window at which the track on air may have begun. In a track with mean m a window's sound x is
/// N(m, 1) in each column, and m is N(0, between). After n windows with the sum s, each of weight w, m is known as
/// N(w·s / p, 1 / p) with p = 1 / between + w·n, so that the next x is N(w·s / p, 1 + 1 / p); that density to the power w,
/// times Σ belief[label] · posterior[label]^tempering, is how well a candidate expected the window. What is smoothed is
/// the belief within the track that is taken to be on air.
/// </remarks>
public sealed class TrackFilter : IPosteriorSmoother
{
    private const int Candidates = 8; // that survive a window; tracks differ enough for one or two to hold nearly all of the belief
    private const double Doubt = 0.05; // share of a posterior that is spread over all labels: a track's windows err together
    private const double LeastBelief = 1e-20; // of a label within a track: some ten windows of the contrary turn it
    private const double LeastWeight = 1e-300; // of a candidate: so that they never all vanish

    private readonly TrackFilterOptions _options;
    private readonly double[] _precision; // [columns], 1 / between
    private readonly double[] _evidence; // [labels] of this window
    private readonly double[] _weight = new double[Candidates + 1]; // probability of each candidate, by the time it began
    private readonly long[] _start = new long[Candidates + 1]; // window that it began with
    private readonly int[] _heard = new int[Candidates + 1]; // windows of its sound, at most those of the memory
    private readonly double[][] _sum; // [candidates + 1][columns] of its sound
    private readonly double[][] _belief; // [candidates + 1][labels]
    private int _count;
    private long _window;
    private long _track; // start of the track on air
    private long _heardSince; // window with which music began after a break
    private bool _isBreak;

    /// <summary>Begins with all labels equally likely.</summary>
    /// <param name="labels">2 or more.</param>
    /// <param name="between">[columns], the variance of tracks in each column of the sound, where windows of one track vary by 1; 1 or more values above 0.</param>
    /// <param name="options">Values per window; see <see cref="TrackFilterOptions.ForHop"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside its range.</exception>
    public TrackFilter(int labels, ReadOnlySpan<double> between, TrackFilterOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 2);
        ArgumentOutOfRangeException.ThrowIfZero(between.Length, nameof(between));
        options.Validate();
        _options = options;
        _precision = new double[between.Length];
        for (var column = 0; column < between.Length; column++)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(between[column], nameof(between));
            _precision[column] = 1 / between[column];
        }
        _evidence = new double[labels];
        _sum = Rows(between.Length);
        _belief = Rows(labels);
        Reset();
    }

    /// <inheritdoc/>
    public int LabelCount => _evidence.Length;

    /// <summary>Values of a window's sound.</summary>
    public int SoundSize => _precision.Length;

    /// <summary>Whether the track on air has had its time; false at the window that tells it from the one before.</summary>
    public bool IsSettled { get; private set; }

    /// <inheritdoc/>
    public void Update(ReadOnlySpan<float> posterior, ReadOnlySpan<float> sound, Span<float> smoothed)
    {
        Posteriors.ThrowIfNot(LabelCount, posterior, smoothed);
        if (!sound.IsEmpty && sound.Length != SoundSize)
        {
            throw new ArgumentException($"The sound has {sound.Length} values of {SoundSize}.", nameof(sound));
        }
        if (!sound.IsEmpty && !TensorPrimitives.IsFiniteAll(sound))
        {
            throw new ArgumentException("The sound holds a value that is not finite.", nameof(sound)); // no later window would be believed
        }
        Begin(sound.IsEmpty ? _options.BreakProbability : _options.ChangeProbability);
        Hear(posterior, sound);
        Follow(isBreak: false, smoothed);
    }

    /// <inheritdoc/>
    public void Rest(Span<float> smoothed)
    {
        Posteriors.ThrowIfNot(LabelCount, smoothed);
        Begin(_options.BreakProbability);
        Follow(isBreak: true, smoothed);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        (_count, _window, _track, _heardSince) = (0, 0, 0, 0);
        (_isBreak, IsSettled) = (true, false);
    }

    private static double[][] Rows(int length)
    {
        var rows = new double[Candidates + 1][];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = new double[length];
        }
        return rows;
    }

    /// <summary>Adds the candidate that begins with this window.</summary>
    private void Begin(double probability)
    {
        for (var old = 0; old < _count; old++)
        {
            _weight[old] *= 1 - probability;
        }
        _weight[_count] = _count == 0 ? 1 : probability;
        _start[_count] = _window;
        _heard[_count] = 0;
        Array.Clear(_sum[_count]);
        Array.Fill(_belief[_count], 1.0 / LabelCount);
        _count++;
    }

    /// <summary>Holds every candidate against the window, and lets it learn from it; without its sound, against the genre alone.</summary>
    private void Hear(ReadOnlySpan<float> posterior, ReadOnlySpan<float> sound)
    {
        for (var label = 0; label < _evidence.Length; label++)
        {
            var share = posterior[label] > 0 ? posterior[label] : 0; // for NaN too
            _evidence[label] = Math.Pow(((1 - Doubt) * share) + (Doubt / _evidence.Length), _options.Tempering);
        }
        Span<double> expected = stackalloc double[Candidates + 1]; // log
        for (var candidate = 0; candidate < _count; candidate++)
        {
            expected[candidate] = Math.Log(Learn(_belief[candidate]));
            if (!sound.IsEmpty)
            {
                expected[candidate] += Expectation(candidate, sound);
                Learn(candidate, sound);
            }
        }
        var most = TensorPrimitives.Max<double>(expected[.._count]);
        for (var candidate = 0; candidate < _count; candidate++)
        {
            _weight[candidate] = Math.Max(_weight[candidate] * Math.Exp(expected[candidate] - most), LeastWeight);
        }
    }

    /// <summary>Log density of a sound in a candidate's track, to the power of its weight and without the constant that all share.</summary>
    private double Expectation(int candidate, ReadOnlySpan<float> sound)
    {
        var known = _options.SoundWeight * _heard[candidate];
        var (sum, distance, volume, log) = (_sum[candidate], 0.0, 1.0, 0.0);
        for (var column = 0; column < sum.Length; column++)
        {
            var precision = _precision[column] + known;
            var apart = sound[column] - (_options.SoundWeight * sum[column] / precision);
            var variance = 1 + (1 / precision);
            distance += apart * apart / variance;
            volume *= variance;
            if (volume > 1e100) // one logarithm for many columns
            {
                (log, volume) = (log + Math.Log(volume), 1);
            }
        }
        return -0.5 * _options.SoundWeight * (distance + log + Math.Log(volume));
    }

    private void Learn(int candidate, ReadOnlySpan<float> sound)
    {
        var sum = _sum[candidate];
        var isFull = _heard[candidate] == _options.MemoryWindows;
        var kept = isFull ? 1 - (1.0 / _options.MemoryWindows) : 1;
        for (var column = 0; column < sum.Length; column++)
        {
            sum[column] = (kept * sum[column]) + sound[column];
        }
        _heard[candidate] += isFull ? 0 : 1;
    }

    /// <summary>Bayes' rule on the labels of a candidate; how well they expected the window.</summary>
    private double Learn(double[] belief)
    {
        var total = 0.0;
        for (var label = 0; label < belief.Length; label++)
        {
            belief[label] *= _evidence[label];
            total += belief[label];
        }
        for (var label = 0; label < belief.Length; label++)
        {
            belief[label] = Math.Max(belief[label] / total, LeastBelief);
        }
        return total;
    }

    /// <summary>Decides which track is on air, and says what is believed of it.</summary>
    private void Follow(bool isBreak, Span<float> smoothed)
    {
        DropUnlikeliest();
        if (_isBreak)
        {
            (_track, _heardSince) = (Likeliest(from: 0), _window);
        }
        _isBreak = isBreak;
        var changes = WeightFrom(_track + 1) > _options.ChangeConfidence;
        if (changes)
        {
            _track = _heardSince = Likeliest(_track + 1);
        }
        IsSettled = !changes && _window - _heardSince >= _options.SettlingWindows;
        Smooth(smoothed);
        _window++;
    }

    /// <summary>Normalises, and makes room for the next candidate: the newest stays, since nothing is known of it yet.</summary>
    private void DropUnlikeliest()
    {
        if (_count > Candidates)
        {
            var least = TensorPrimitives.IndexOfMin<double>(_weight.AsSpan(0, _count - 1));
            var (sum, belief) = (_sum[least], _belief[least]);
            _count--;
            for (var candidate = least; candidate < _count; candidate++)
            {
                (_weight[candidate], _start[candidate], _heard[candidate]) = (_weight[candidate + 1], _start[candidate + 1], _heard[candidate + 1]);
                (_sum[candidate], _belief[candidate]) = (_sum[candidate + 1], _belief[candidate + 1]);
            }
            (_sum[_count], _belief[_count]) = (sum, belief);
        }
        var weights = _weight.AsSpan(0, _count);
        TensorPrimitives.Divide(weights, TensorPrimitives.Sum<double>(weights), weights);
    }

    /// <summary>Probability that the track on air began with a window or after it.</summary>
    private double WeightFrom(long start)
    {
        var total = 0.0;
        for (var candidate = _count - 1; candidate >= 0 && _start[candidate] >= start; candidate--)
        {
            total += _weight[candidate];
        }
        return total;
    }

    /// <summary>Start of the likeliest candidate that began with a window or after it.</summary>
    private long Likeliest(long from)
    {
        var best = _count - 1;
        for (var candidate = _count - 2; candidate >= 0 && _start[candidate] >= from; candidate--)
        {
            best = _weight[candidate] > _weight[best] ? candidate : best;
        }
        return _start[best];
    }

    /// <summary>The belief within the track on air: of all candidates that began with it, or as parts of it.</summary>
    private void Smooth(Span<float> smoothed)
    {
        var total = WeightFrom(_track);
        if (total < 1e-9) // what was taken for a track has been dropped
        {
            _track = Likeliest(from: 0);
            total = WeightFrom(_track);
        }
        smoothed.Clear();
        for (var candidate = _count - 1; candidate >= 0 && _start[candidate] >= _track; candidate--)
        {
            var share = _weight[candidate] / total;
            for (var label = 0; label < smoothed.Length; label++)
            {
                smoothed[label] += (float)(share * _belief[candidate][label]);
            }
        }
    }
}
