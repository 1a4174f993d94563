namespace LiveGenre.Core.Decisions;

/// <summary>
/// Holds on to one label until another leads it by a margin, and answers <see cref="GenreLabel.Unknown"/> below a floor
/// of confidence, which it leaves again only at a little above the floor. A settled label stands through all doubt until
/// another has led it for a while. Not thread-safe.
/// </summary>
public sealed class GenreDecider
{
    private readonly int _labels;
    private readonly DecisionOptions _options;
    private readonly float[] _leads; // ring of the last windows' leads
    private long _windows;
    private bool _started;
    private int _label;
    private long _since;
    private int _contested; // windows in a row

    /// <summary>Begins undecided.</summary>
    /// <param name="labels">1 or more.</param>
    /// <param name="options">Floor and margin.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside its range.</exception>
    public GenreDecider(int labels, DecisionOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 1);
        options.Validate();
        _labels = labels;
        _options = options;
        _leads = new float[options.StabilityWindows];
    }

    /// <summary>Takes the belief as of the next window.</summary>
    /// <param name="smoothed">[labels], sums to 1.</param>
    /// <param name="windowStart">The window's first sample, absolute position.</param>
    /// <param name="isSettled">Whether the label has had its time to turn.</param>
    /// <exception cref="ArgumentException"><paramref name="smoothed"/> has another length.</exception>
    public DecisionState Update(ReadOnlySpan<float> smoothed, long windowStart, bool isSettled = false)
    {
        Posteriors.ThrowIfNot(_labels, smoothed);
        var best = Posteriors.Best(smoothed);
        var label = isSettled && _started && _label >= 0 ? Hold(smoothed, best) : Decide(smoothed, best);
        if (!_started || label != _label)
        {
            (_started, _label, _since) = (true, label, windowStart);
            Array.Clear(_leads);
        }
        if (label == GenreLabel.Unknown)
        {
            return new(label, smoothed[best], _since, 0);
        }
        _leads[_windows++ % _leads.Length] = Math.Max(0, smoothed[label] - Posteriors.BestBeside(label, smoothed));
        return new(label, smoothed[label], _since, Mean(_leads));
    }

    /// <summary>Forgets the past, as after a gap.</summary>
    public void Reset()
    {
        _started = false;
        Array.Clear(_leads);
    }

    private int Hold(ReadOnlySpan<float> smoothed, int best)
    {
        _contested = best != _label && smoothed[best] >= smoothed[_label] + _options.Margin ? _contested + 1 : 0;
        if (_contested < _options.PatienceWindows)
        {
            return _label;
        }
        _contested = 0;
        return best;
    }

    private int Decide(ReadOnlySpan<float> smoothed, int best)
    {
        _contested = 0;
        var floor = _options.ConfidenceFloor;
        if (!_started)
        {
            return smoothed[best] >= floor ? best : GenreLabel.Unknown;
        }
        if (_label == GenreLabel.Unknown)
        {
            return smoothed[best] >= floor + _options.FloorHysteresis ? best : GenreLabel.Unknown;
        }
        var candidate = smoothed[best] >= smoothed[_label] + _options.Margin ? best : _label;
        return smoothed[candidate] >= floor ? candidate : GenreLabel.Unknown;
    }

    private static float Mean(ReadOnlySpan<float> values)
    {
        var sum = 0f;
        foreach (var value in values)
        {
            sum += value;
        }
        return sum / values.Length;
    }
}
