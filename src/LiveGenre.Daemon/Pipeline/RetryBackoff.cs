namespace LiveGenre.Daemon.Pipeline;

/// <summary>Waits between attempts to reconnect: doubling, each ±25 % so that many sources do not knock in step, and none longer than the longest.</summary>
public sealed class RetryBackoff(TimeSpan first, TimeSpan longest, Random random)
{
    private TimeSpan? _next;

    /// <summary>Attempts since the last <see cref="Reset"/>.</summary>
    public int Attempts { get; private set; }

    /// <summary>The wait before the next attempt.</summary>
    public TimeSpan NextDelay()
    {
        Attempts++;
        var next = _next ?? first;
        _next = next * 2 < longest ? next * 2 : longest;
        var (least, most) = (0.75 * next, 1.25 * next < longest ? 1.25 * next : longest);
        return least + (random.NextDouble() * (most - least));
    }

    /// <summary>The source runs again: begin from the shortest wait.</summary>
    public void Reset() => (_next, Attempts) = (null, 0);
}
