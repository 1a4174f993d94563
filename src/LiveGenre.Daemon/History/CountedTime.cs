namespace LiveGenre.Daemon.History;

/// <summary>
/// The moments of one source that air time has been counted of. None is counted twice, although moments come again: with the
/// burst of what was sent before at each reconnect, from a recording that comes faster than it plays, after the clock was set back.
/// </summary>
internal sealed class CountedTime
{
    /// <summary>What is less apart is one stretch: a clock that is followed moves windows by so much.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(0.25);

    /// <summary>Stretches that are remembered; where more come the oldest is forgotten. 2 KB.</summary>
    private const int MaxStretches = 64;

    private readonly List<UtcInterval> _stretches = []; // in order, each apart from the next

    /// <summary>Counts an interval.</summary>
    /// <param name="interval">Its end is not before its start.</param>
    /// <param name="fresh">Filled with the parts of it that had not been counted, in order.</param>
    public void Add(UtcInterval interval, List<UtcInterval> fresh)
    {
        fresh.Clear();
        var first = _stretches.Count; // of those that it touches
        while (first > 0 && _stretches[first - 1].End >= interval.Start - Apart)
        {
            first--;
        }
        var (merged, counted, last) = (interval, interval.Start, first);
        for (; last < _stretches.Count && _stretches[last].Start <= interval.End + Apart; last++)
        {
            var stretch = _stretches[last];
            AddFresh(counted, stretch.Start);
            counted = Later(counted, stretch.End);
            merged = new(stretch.Start < merged.Start ? stretch.Start : merged.Start, Later(merged.End, stretch.End));
        }
        AddFresh(counted, interval.End);
        _stretches.RemoveRange(first, last - first);
        _stretches.Insert(first, merged);
        if (_stretches.Count > MaxStretches)
        {
            _stretches.RemoveAt(0);
        }

        void AddFresh(DateTimeOffset from, DateTimeOffset to)
        {
            to = to < interval.End ? to : interval.End;
            if (from < to)
            {
                fresh.Add(new(from, to));
            }
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
