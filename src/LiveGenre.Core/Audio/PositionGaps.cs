namespace LiveGenre.Core.Audio;

/// <summary>The stretches of a ring that were never recorded. Not thread-safe: its ring's lock guards it.</summary>
internal sealed class PositionGaps
{
    private readonly List<(long Start, long End)> _gaps = new(capacity: 16);

    /// <summary>Notes that nothing was recorded from <paramref name="start"/> to just before <paramref name="end"/>, and forgets gaps that end at or before <paramref name="oldest"/>.</summary>
    public void Add(long start, long end, long oldest)
    {
        var passed = 0;
        while (passed < _gaps.Count && _gaps[passed].End <= oldest)
        {
            passed++;
        }
        _gaps.RemoveRange(0, passed);
        _gaps.Add((start, end));
    }

    /// <summary>Whether any position from <paramref name="start"/> to just before <paramref name="end"/> lies in a gap.</summary>
    public bool Touch(long start, long end)
    {
        foreach (var gap in _gaps)
        {
            if (start < gap.End && gap.Start < end)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The first stretch without a gap from <paramref name="from"/> to just before <paramref name="end"/>; empty where there is none.</summary>
    public (long Start, long End) FindStretch(long from, long end)
    {
        foreach (var gap in _gaps) // in order, and apart
        {
            if (gap.Start > from)
            {
                end = Math.Min(end, gap.Start);
                break;
            }
            from = Math.Max(from, gap.End);
        }
        return (from, Math.Max(from, end));
    }
}
