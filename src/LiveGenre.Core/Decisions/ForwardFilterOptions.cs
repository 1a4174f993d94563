namespace LiveGenre.Core.Decisions;

/// <summary>How a <see cref="ForwardFilter"/> weighs the past against the present, per window.</summary>
public sealed record ForwardFilterOptions
{
    /// <summary>Probability that the genre of one window is still that of the next. Default 0.95: 40 s at a hop of 2 s. 0 to just below 1, above 1 / labels.</summary>
    public double StayProbability { get; init; } = 0.95;

    /// <summary>Exponent on a window's posterior, because neighbouring windows share audio and say less than independent ones would. Default 0.5: half of each window is new. Above 0, to 1.</summary>
    public double Tempering { get; init; } = 0.5;

    /// <summary>The options that mean the same at any hop.</summary>
    /// <param name="hop">Time from the start of one window to the next, above zero.</param>
    /// <param name="stay">Mean time that a genre lasts, above zero; 40 s gives the default at 2 s.</param>
    /// <param name="evidenceSpan">Audio that counts as one independent observation, above zero: the window's length or more. 4 s gives the default at 2 s.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is not above zero.</exception>
    public static ForwardFilterOptions ForHop(TimeSpan hop, TimeSpan stay, TimeSpan evidenceSpan)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(hop, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(stay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(evidenceSpan, TimeSpan.Zero);
        return new()
        {
            StayProbability = Math.Exp(-(hop / stay)),
            Tempering = Math.Min(1, hop / evidenceSpan),
        };
    }
}
