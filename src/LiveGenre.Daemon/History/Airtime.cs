namespace LiveGenre.Daemon.History;

/// <summary>What was on air in a stretch of time.</summary>
/// <param name="Interval">The stretch.</param>
/// <param name="Shares">One for each pair of label and activity that was heard, longest first; none if nothing was.</param>
internal sealed record Airtime(UtcInterval Interval, IReadOnlyList<AirtimeShare> Shares)
{
    /// <summary>How long anything was heard, silence included: the sum of the shares.</summary>
    public TimeSpan Heard { get; } = TimeSpan.FromTicks(Shares.Sum(s => s.Duration.Ticks));

    /// <summary>The stretch less what was heard: gaps, outages, the daemon not running, and time that is still to come.</summary>
    public TimeSpan Missing => Heard < Interval.Duration ? Interval.Duration - Heard : TimeSpan.Zero;
}
