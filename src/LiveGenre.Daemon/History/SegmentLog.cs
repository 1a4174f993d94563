using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.History;

/// <summary>The last closed segments of one source, in memory.</summary>
internal sealed class SegmentLog(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Number, Segment Segment)> _segments = new();
    private long _next;

    /// <summary>Adds a segment; the oldest goes when there are too many.</summary>
    public void Add(Segment segment)
    {
        lock (_gate)
        {
            _segments.Enqueue((_next++, segment));
            if (_segments.Count > capacity)
            {
                _segments.Dequeue();
            }
        }
    }

    /// <summary>A page of segments that touch the time from <paramref name="from"/> to <paramref name="to"/>, newest first.</summary>
    /// <param name="from">UTC.</param>
    /// <param name="to">UTC.</param>
    /// <param name="before">Number of the last segment of the page before; <see cref="long.MaxValue"/> for the first page.</param>
    /// <param name="count">Segments on the page.</param>
    /// <returns>The page, and the number to ask the next one with; null on the last page.</returns>
    public (IReadOnlyList<Segment> Page, long? Next) Read(DateTimeOffset from, DateTimeOffset to, long before, int count)
    {
        lock (_gate)
        {
            var found = _segments
                .Reverse()
                .Where(s => s.Number < before && s.Segment.EndTime.ToDateTimeOffset() > from && s.Segment.StartTime.ToDateTimeOffset() < to)
                .Take(count + 1)
                .ToList();
            return found.Count > count
                ? (found[..count].ConvertAll(s => s.Segment), found[count - 1].Number)
                : (found.ConvertAll(s => s.Segment), null);
        }
    }
}
