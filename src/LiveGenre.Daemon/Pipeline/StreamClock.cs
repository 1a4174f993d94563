namespace LiveGenre.Daemon.Pipeline;

/// <summary>
/// Ties stream positions to UTC. A sound card's crystal runs up to 100 ppm off, 9 s a day, so the tie follows what is
/// observed, slowly enough that the jitter of arriving blocks does not show; a stepped system clock is followed at once,
/// and so is a burst of what a broadcaster has sent before: nothing arrives before it has sounded.
/// </summary>
internal sealed class StreamClock(int sampleRateHz)
{
    /// <summary>Later than this is a step of the system clock, not drift or jitter.</summary>
    private static readonly TimeSpan StepThreshold = TimeSpan.FromSeconds(2);

    /// <summary>Earlier than this is no drift or jitter either.</summary>
    private static readonly TimeSpan BurstThreshold = TimeSpan.FromSeconds(0.25);

    /// <summary>Earlier than any burst (Icecast's lasts 4 to 10 s) is a step of the system clock.</summary>
    private static readonly TimeSpan LongestBurst = TimeSpan.FromSeconds(30);

    /// <summary>Seconds of the stream over which an observed error is taken over.</summary>
    private const double TimeConstantSeconds = 25;

    private readonly Lock _gate = new();
    private DateTimeOffset _origin;
    private long _observed; // position
    private bool _anchored;

    /// <summary>Rate of the positions, Hz.</summary>
    public int SampleRateHz { get; } = sampleRateHz;

    /// <summary>Notes that the sample before <paramref name="endPosition"/> arrived at <paramref name="utc"/>.</summary>
    /// <returns>How far the clock was stepped; zero when it only drifted.</returns>
    public TimeSpan Observe(long endPosition, DateTimeOffset utc)
    {
        lock (_gate)
        {
            var error = utc - Duration(endPosition) - _origin;
            var isWithinReach = _anchored && error >= -BurstThreshold && error <= StepThreshold;
            var isStep = _anchored && (error < -LongestBurst || error > StepThreshold);
            var share = Math.Clamp((double)(endPosition - _observed) / SampleRateHz / TimeConstantSeconds, 0, 1);
            _origin += isWithinReach ? error * share : error;
            (_observed, _anchored) = (endPosition, true);
            return isStep ? error : TimeSpan.Zero;
        }
    }

    /// <summary>UTC time of a position.</summary>
    public DateTimeOffset TimeOf(long position)
    {
        lock (_gate)
        {
            return _origin + Duration(position);
        }
    }

    /// <summary>The position that <paramref name="utc"/> has, where the stream went on through it.</summary>
    public long PositionAt(DateTimeOffset utc)
    {
        lock (_gate)
        {
            return (long)((utc - _origin).TotalSeconds * SampleRateHz);
        }
    }

    /// <summary>Length of a stretch of samples.</summary>
    public TimeSpan Duration(long samples) =>
        // Whole seconds apart, so that months of samples do not overflow the multiplication.
        TimeSpan.FromTicks((samples / SampleRateHz * TimeSpan.TicksPerSecond)
            + (samples % SampleRateHz * TimeSpan.TicksPerSecond / SampleRateHz));
}
