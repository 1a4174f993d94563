namespace LiveGenre.Core.Decisions;

/// <summary>When a <see cref="TrackFilter"/> takes a change of sound for another track, and how it weighs what it hears within one; per window.</summary>
public sealed record TrackFilterOptions
{
    /// <summary>Probability that a window with music begins another track. Default 0.0083: every 4 min at a hop of 2 s. Above 0, below 1.</summary>
    public double ChangeProbability { get; init; } = 0.0083;

    /// <summary>Probability that another track has begun across a window without music, or with something beside it: where a host talks, tracks change. Default 0.3: within 6 s at a hop of 2 s. 0 to below 1.</summary>
    public double BreakProbability { get; init; } = 0.3;

    /// <summary>What a window's sound counts for, as a share of an independent look: neighbouring windows share audio, music repeats itself, and columns err together. Default 0.2. Above 0, to 1.</summary>
    public double SoundWeight { get; init; } = 0.2;

    /// <summary>Exponent on a window's genre posterior. Default 1: within a track it only has to outweigh other windows of it. Above 0, to 1.</summary>
    public double Tempering { get; init; } = 1;

    /// <summary>Belief that another track has begun from which it is taken for a fact. Default 0.95; above 0.5, below 1.</summary>
    public double ChangeConfidence { get; init; } = 0.95;

    /// <summary>Windows of a track after which its label is settled. Default 3: with the window itself, 8 s after its beginning at a hop of 2 s. 1 or more.</summary>
    public int SettlingWindows { get; init; } = 3;

    /// <summary>Windows that what is known of a track's sound rests on at most; older ones fade. Default 30: a minute at a hop of 2 s. 1 or more.</summary>
    public int MemoryWindows { get; init; } = 30;

    /// <summary>The options that mean the same at any hop.</summary>
    /// <param name="hop">Time from the start of one window to the next, above zero.</param>
    /// <param name="track">Mean time that a track lasts, above zero; 4 min gives the default at 2 s.</param>
    /// <param name="evidenceSpan">Audio whose genre counts as one independent observation, above zero; 2 s gives the default at 2 s.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is not above zero.</exception>
    public static TrackFilterOptions ForHop(TimeSpan hop, TimeSpan track, TimeSpan evidenceSpan)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(hop, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(track, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(evidenceSpan, TimeSpan.Zero);
        return new()
        {
            ChangeProbability = 1 - Math.Exp(-(hop / track)),
            BreakProbability = 1 - Math.Exp(-(hop / TimeSpan.FromSeconds(5.6))), // 0.3 at 2 s
            SoundWeight = Math.Min(1, 0.1 * hop.TotalSeconds),
            Tempering = Math.Min(1, hop / evidenceSpan),
            SettlingWindows = WindowsIn(TimeSpan.FromSeconds(6), hop),
            MemoryWindows = WindowsIn(TimeSpan.FromMinutes(1), hop),
        };
    }

    /// <summary>Checks every range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside its range.</exception>
    public void Validate()
    {
        Require(ChangeProbability is > 0 and < 1, nameof(ChangeProbability), ChangeProbability, "above 0, below 1");
        Require(BreakProbability is >= 0 and < 1, nameof(BreakProbability), BreakProbability, "0 to below 1");
        Require(SoundWeight is > 0 and <= 1, nameof(SoundWeight), SoundWeight, "above 0, to 1");
        Require(Tempering is > 0 and <= 1, nameof(Tempering), Tempering, "above 0, to 1");
        Require(ChangeConfidence is > 0.5 and < 1, nameof(ChangeConfidence), ChangeConfidence, "above 0.5, below 1");
        Require(SettlingWindows >= 1, nameof(SettlingWindows), SettlingWindows, "1 or more");
        Require(MemoryWindows >= 1, nameof(MemoryWindows), MemoryWindows, "1 or more");
    }

    private static int WindowsIn(TimeSpan time, TimeSpan hop) => Math.Max(1, (int)Math.Round(time / hop));

    private static void Require(bool holds, string name, object value, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; allowed: {allowed}.");
        }
    }
}
