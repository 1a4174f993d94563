namespace LiveGenre.Core.Decisions;

/// <summary>
/// Joins windows of one label and activity into segments, which lie end to end although windows overlap. Not
/// thread-safe.
/// </summary>
public sealed class SegmentTracker
{
    private int _label;
    private Activity _activity;
    private long _start;
    private long _end;
    private double _confidence;
    private int _windows;

    /// <summary>The segment that is still open, up to the end of its last window; null before the first window and after <see cref="TryClose"/>.</summary>
    public DecisionSegment? Open => _windows == 0 ? null : Segment(_end);

    /// <summary>Takes the next window.</summary>
    /// <param name="label">Position in the model's labels, or a value of <see cref="GenreLabel"/>.</param>
    /// <param name="activity">What is on air.</param>
    /// <param name="confidence">Of the label, 0 to 1.</param>
    /// <param name="windowStart">The window's first sample, absolute position, after that of the window before.</param>
    /// <param name="windowEnd">Just after its last sample.</param>
    /// <param name="closed">The segment that this window ended, when the answer is true.</param>
    /// <returns>Whether label or activity differ from those of the window before.</returns>
    public bool TryAdvance(int label, Activity activity, float confidence, long windowStart, long windowEnd, out DecisionSegment closed)
    {
        var changes = _windows > 0 && (label != _label || activity != _activity);
        closed = changes ? Segment(windowStart) : default;
        if (changes || _windows == 0)
        {
            (_label, _activity, _start, _confidence, _windows) = (label, activity, windowStart, 0, 0);
        }
        _confidence += confidence;
        _windows++;
        _end = windowEnd;
        return changes;
    }

    /// <summary>Ends the open segment with its last window, at a gap or at the end of the stream; false if none is open.</summary>
    public bool TryClose(out DecisionSegment closed)
    {
        closed = Open.GetValueOrDefault();
        var wasOpen = _windows > 0;
        _windows = 0;
        return wasOpen;
    }

    private DecisionSegment Segment(long end) =>
        new(_label, _activity, _start, end, (float)(_confidence / _windows), _windows);
}
