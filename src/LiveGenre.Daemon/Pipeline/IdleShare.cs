namespace LiveGenre.Daemon.Pipeline;

/// <summary>How much of the last seconds somebody had nothing to do. Not thread-safe.</summary>
internal sealed class IdleShare(TimeProvider time)
{
    /// <summary>What lies further back counts for a third and less.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    private long _counted = time.GetTimestamp(); // until when the share holds
    private long? _idleSince;

    /// <summary>0 (always busy, and at the start) to 1.</summary>
    public double Value { get; private set; }

    /// <summary>There is nothing to do from now on.</summary>
    public void BeginIdle() => _idleSince ??= time.GetTimestamp();

    /// <summary>There is something to do now, perhaps as before.</summary>
    public void Work()
    {
        var now = time.GetTimestamp();
        var idle = _idleSince is { } since ? time.GetElapsedTime(since, now) : TimeSpan.Zero;
        var passed = time.GetElapsedTime(_counted, now);
        if (passed > TimeSpan.Zero)
        {
            Value += (1 - Math.Exp(-passed / Memory)) * ((idle / passed) - Value);
        }
        (_counted, _idleSince) = (now, null);
    }
}
