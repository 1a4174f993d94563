namespace LiveGenre.Core.Decisions;

/// <summary>When a belief becomes a decision.</summary>
public sealed record DecisionOptions
{
    /// <summary>Below this smoothed probability the answer is <see cref="GenreLabel.Unknown"/>. Default 0.4; 0 to 1.</summary>
    public float ConfidenceFloor { get; init; } = 0.4f;

    /// <summary>How far above the floor an unknown must climb to become a decision again. Default 0.05; 0 or more.</summary>
    public float FloorHysteresis { get; init; } = 0.05f;

    /// <summary>Lead that a challenger needs over the incumbent. Default 0.1; 0 to 1.</summary>
    public float Margin { get; init; } = 0.1f;

    /// <summary>Windows in a row that a challenger must lead a settled label for. Default 14: 28 s at a hop of 2 s. 1 to 1,000.</summary>
    public int PatienceWindows { get; init; } = 14;

    /// <summary>Windows that stability is the mean of. Default 8: 16 s at a hop of 2 s. 1 to 1,000.</summary>
    public int StabilityWindows { get; init; } = 8;

    /// <summary>Checks every range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside its range.</exception>
    public void Validate()
    {
        Require(ConfidenceFloor is >= 0 and <= 1, nameof(ConfidenceFloor), ConfidenceFloor, "0 to 1");
        Require(FloorHysteresis is >= 0 and <= 1, nameof(FloorHysteresis), FloorHysteresis, "0 to 1");
        Require(Margin is >= 0 and <= 1, nameof(Margin), Margin, "0 to 1");
        Require(PatienceWindows is >= 1 and <= 1_000, nameof(PatienceWindows), PatienceWindows, "1 to 1000");
        Require(StabilityWindows is >= 1 and <= 1_000, nameof(StabilityWindows), StabilityWindows, "1 to 1000");
    }

    private static void Require(bool holds, string name, object value, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; allowed: {allowed}.");
        }
    }
}
