using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Watching;

/// <summary>What is known of one source: the sum of all that its subscription brought. Not thread-safe.</summary>
internal sealed class SourceView(string sourceId, DateTimeOffset now)
{
    /// <summary>Closed segments that are kept.</summary>
    public const int MostSegments = 8;

    private readonly List<Segment> _segments = [];

    /// <summary>The source's id.</summary>
    public string SourceId { get; } = sourceId;

    /// <summary>Whether the daemon is heard.</summary>
    public LinkState Link { get; private set; } = LinkState.Connecting(now);

    /// <summary>When the daemon was last heard.</summary>
    public DateTimeOffset? LastHeard { get; private set; }

    /// <summary>The source as of the last snapshot, with its state as of now; null before the first.</summary>
    public Source? Source { get; private set; }

    /// <summary>The newest window; null before the first.</summary>
    public GenreWindow? Window { get; private set; }

    /// <summary>The last closed segments, the newest first.</summary>
    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>Gaps seen.</summary>
    public int GapCount { get; private set; }

    /// <summary>The last of them.</summary>
    public Gap? LastGap { get; private set; }

    /// <summary>Windows that the daemon lost to overload, as far as seen.</summary>
    public ulong DroppedWindowCount { get; private set; }

    /// <summary>Events that this program read too slowly to get.</summary>
    public ulong DroppedEventCount { get; private set; }

    /// <summary>Whether what is shown is what is on air: the daemon is heard, and hears the source.</summary>
    public bool IsLive => Link.IsUp && Source is { State: SourceState.Running or SourceState.DigitalSilence };

    /// <summary>Segments that closed before the subscription began.</summary>
    /// <param name="segments">The newest first.</param>
    public void AddHistory(IEnumerable<Segment> segments)
    {
        _segments.AddRange(segments.Where(s => !_segments.Any(known => known.StartTime.Equals(s.StartTime))));
        Trim();
    }

    /// <summary>Takes in what happened.</summary>
    /// <param name="item">Of this source.</param>
    /// <param name="now">UTC.</param>
    public void Apply(WatchEvent item, DateTimeOffset now)
    {
        Link = item.Link ?? Link;
        if (item.Response is { } response)
        {
            LastHeard = now;
            DroppedEventCount += response.DroppedEventCount;
            Apply(response);
        }
    }

    private void Apply(WatchGenreResponse response)
    {
        switch (response.EventCase)
        {
            case WatchGenreResponse.EventOneofCase.Snapshot:
                Source = response.Snapshot.Source;
                Window = response.Snapshot.Window;
                DroppedWindowCount = Source.DroppedWindowCount;
                break;
            case WatchGenreResponse.EventOneofCase.Window:
                Window = response.Window;
                DroppedWindowCount += response.Window.DroppedWindowCount;
                break;
            case WatchGenreResponse.EventOneofCase.Segment:
                _segments.Insert(0, response.Segment);
                Trim();
                break;
            case WatchGenreResponse.EventOneofCase.Gap:
                (GapCount, LastGap) = (GapCount + 1, response.Gap);
                break;
            case WatchGenreResponse.EventOneofCase.SourceState when Source is not null:
                Source.State = response.SourceState.State;
                Source.StateDetail = response.SourceState.Detail;
                Source.StateSinceTime = response.SourceState.ChangeTime;
                break;
        }
    }

    private void Trim()
    {
        if (_segments.Count > MostSegments)
        {
            _segments.RemoveRange(MostSegments, _segments.Count - MostSegments);
        }
    }
}
