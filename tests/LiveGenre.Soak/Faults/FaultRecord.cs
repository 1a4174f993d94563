namespace LiveGenre.Soak.Faults;

/// <summary>One fault that was made.</summary>
/// <param name="Fault">Which.</param>
/// <param name="Began">When it was made.</param>
/// <param name="Ended">When each source of its daemon ran again.</param>
/// <param name="Recovery">From when it was put right until then.</param>
/// <param name="Failure">What was not as it must be; null if all was.</param>
internal sealed record FaultRecord(Fault Fault, DateTimeOffset Began, DateTimeOffset Ended, TimeSpan Recovery, string? Failure)
{
    /// <summary>What a fault has brought may still be on its way when all runs again.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>Whether a gap of a source, received at a time, is this fault's doing.</summary>
    public bool Explains(string source, DateTimeOffset received) =>
        Fault.Breaks.Contains(source) && received >= Began && received <= Ended + Slack;
}
