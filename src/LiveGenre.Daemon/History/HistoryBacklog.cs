namespace LiveGenre.Daemon.History;

/// <summary>
/// What waits to be written. Adding never waits: when writing is down for long, the oldest windows and segments are
/// dropped and counted; how long each thing was heard is added up all the same, and is not lost.
/// </summary>
internal sealed class HistoryBacklog
{
    /// <summary>Windows that wait: 17 minutes of 100 sources, about 10 MB.</summary>
    internal const int MaxWindows = 50_000;

    /// <summary>Segments that wait: hours of 100 sources.</summary>
    internal const int MaxSegments = 20_000;

    /// <summary>Air time that waits: two days of 100 sources.</summary>
    internal const int MaxAirtime = 60_000;

    /// <summary>Windows in a batch, so that catching up takes many short transactions.</summary>
    internal const int BatchWindows = 2_000;

    private readonly Lock _gate = new();
    private readonly Queue<WindowRecord> _windows = new();
    private readonly Queue<SegmentRecord> _segments = new();
    private readonly Dictionary<string, SegmentRecord?> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<AirtimeKey, (long Ticks, double Confidence)> _airtime = [];
    private readonly Dictionary<string, WindowRecord> _last = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CountedTime> _counted = new(StringComparer.Ordinal);
    private readonly List<UtcInterval> _fresh = []; // of what is being counted
    private long _batches;
    private long _lostWindows;
    private long _lostSegments;

    /// <summary>Windows that were dropped.</summary>
    public long LostWindows => Interlocked.Read(ref _lostWindows);

    /// <summary>Segments that were dropped.</summary>
    public long LostSegments => Interlocked.Read(ref _lostSegments);

    /// <summary>Windows that wait.</summary>
    public int WaitingWindows
    {
        get
        {
            lock (_gate)
            {
                return _windows.Count;
            }
        }
    }

    /// <summary>Adds a window and the segment that it belongs to.</summary>
    public void Add(WindowRecord window, SegmentRecord open)
    {
        lock (_gate)
        {
            _windows.Enqueue(window);
            if (_windows.Count > MaxWindows)
            {
                _windows.Dequeue();
                _lostWindows++;
            }
            _open[window.SourceId] = open;
            _last[window.SourceId] = window;
            AddAirtime(window, window.Heard);
        }
    }

    /// <summary>Adds a segment that has ended.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="isEnd">Whether a gap or the end of the stream ended it: the rest of its last window, which no other overlaps, counts as heard too.</param>
    public void Close(SegmentRecord segment, bool isEnd)
    {
        lock (_gate)
        {
            _segments.Enqueue(segment);
            if (_segments.Count > MaxSegments)
            {
                _segments.Dequeue();
                _lostSegments++;
            }
            _open[segment.SourceId] = null;
            if (isEnd && _last.Remove(segment.SourceId, out var last))
            {
                AddAirtime(last, new(last.Heard.End, last.Interval.End));
            }
        }
    }

    /// <summary>Counts what the store has refused.</summary>
    public void CountLost(HistoryBatch batch)
    {
        Interlocked.Add(ref _lostWindows, batch.Windows.Count);
        Interlocked.Add(ref _lostSegments, batch.Segments.Count);
    }

    /// <summary>Takes what waits, up to a batch's worth; the batch may be empty.</summary>
    /// <param name="written">A batch that nobody needs any more; its memory becomes the new one's.</param>
    public HistoryBatch Take(HistoryBatch? written = null)
    {
        var batch = written ?? new HistoryBatch();
        batch.Clear();
        lock (_gate)
        {
            batch.Number = ++_batches;
            Dequeue(_windows, batch.Windows);
            Dequeue(_segments, batch.Segments);
            foreach (var (source, open) in _open)
            {
                if (open is { } segment)
                {
                    batch.OpenSegments.Add(segment);
                }
                else
                {
                    batch.ClosedSources.Add(source);
                }
            }
            foreach (var (key, sum) in _airtime)
            {
                batch.Airtime.Add(new(key, TimeSpan.FromTicks(sum.Ticks), sum.Confidence));
            }
            _open.Clear();
            _airtime.Clear();
            return batch;
        }
    }

    private static void Dequeue<T>(Queue<T> queue, List<T> taken)
    {
        while (taken.Count < BatchWindows && queue.TryDequeue(out var item))
        {
            taken.Add(item);
        }
    }

    /// <summary>Adds what a window stands for, less what others have been counted for.</summary>
    private void AddAirtime(WindowRecord window, UtcInterval heard)
    {
        if (!_counted.TryGetValue(window.SourceId, out var counted))
        {
            _counted.Add(window.SourceId, counted = new CountedTime());
        }
        counted.Add(heard, _fresh);
        foreach (var part in _fresh)
        {
            AddQuarters(window, part);
        }
    }

    private void AddQuarters(WindowRecord window, UtcInterval heard)
    {
        for (var start = heard.Start; start < heard.End;)
        {
            var quarter = AirtimeKey.QuarterOf(start);
            var end = heard.End < quarter + AirtimeKey.QuarterHour ? heard.End : quarter + AirtimeKey.QuarterHour;
            var key = new AirtimeKey(window.SourceId, quarter, window.Activity, window.Label);
            if (_airtime.TryGetValue(key, out var sum) || _airtime.Count < MaxAirtime)
            {
                _airtime[key] = (sum.Ticks + (end - start).Ticks, sum.Confidence + ((end - start).TotalSeconds * window.Confidence));
            }
            start = end;
        }
    }
}
