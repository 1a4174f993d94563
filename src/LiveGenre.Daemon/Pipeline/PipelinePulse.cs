using LiveGenre.Daemon.Serving;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>
/// Whether the daemon is alive: the heartbeats go round, and where windows wait, something is published. A source that
/// delivers nothing is no sign of death: it is captured again and again.
/// </summary>
internal sealed class PipelinePulse(SourceFeeds feeds, TimeProvider time)
{
    /// <summary>Without a sign for so long it is not. Heartbeats go round every 10 s at the least, a batch takes well under a second.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private Func<int> _waiting = () => 0;
    private ulong _published;
    private long _moved = time.GetTimestamp();
    private long _looked = time.GetTimestamp();

    /// <summary>Safe for any thread.</summary>
    public bool IsAlive => IsRecent(ref _looked) && IsRecent(ref _moved);

    /// <summary>For the pipeline: how many windows are in its queues.</summary>
    public void Watch(Func<int> waiting) => Volatile.Write(ref _waiting, waiting);

    /// <summary>Looks whether the pipeline has moved since it last looked. Waits for each feed, as a subscriber would. For the heartbeats alone.</summary>
    public void Look()
    {
        var published = feeds.All.Aggregate(0UL, (sum, feed) => sum + feed.Sequence);
        var now = time.GetTimestamp();
        if (published != _published || Volatile.Read(ref _waiting)() == 0)
        {
            _published = published;
            Volatile.Write(ref _moved, now);
        }
        Volatile.Write(ref _looked, now);
    }

    private bool IsRecent(ref long timestamp) => time.GetElapsedTime(Volatile.Read(ref timestamp)) < Limit;
}
