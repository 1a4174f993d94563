using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>Tries settings of the smoothers on a programme.</summary>
internal static class SmootherTuning
{
    /// <summary>Median switch delay that is asked for.</summary>
    public static readonly TimeSpan MedianLimit = TimeSpan.FromSeconds(6);

    /// <summary>95th percentile of the switch delay that is asked for.</summary>
    public static readonly TimeSpan Percentile95Limit = TimeSpan.FromSeconds(12);

    /// <summary>False switches an hour that are allowed.</summary>
    public const double FalseSwitchesLimit = 2;

    /// <summary>How much less time may be right than the best setting reaches: nobody shall be steady by staying silent.</summary>
    public const double AccuracyLeeway = 0.02;

    private static readonly double[] Margins = [0, 0.1, 0.2, 0.3, 0.5, 0.7];
    private static readonly double[] StaySeconds = [8, 12, 20, 30, 45, 60, 90, 180];
    private static readonly double[] EvidenceSeconds = [2, 3, 4];
    private static readonly double[] TrackSeconds = [30, 60, 120, 240, 480, 960];
    private static readonly double[] AverageSeconds = [1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 16];

    /// <summary>Every setting of the grid, for one smoother. The floor of confidence and the levels of silence stay as they are: how much to leave unsaid is a matter of taste.</summary>
    public static IEnumerable<DecisionsOptions> Grid(SmoothingKind kind, DecisionsOptions now) => kind switch
    {
        SmoothingKind.TrackFilter =>
            from margin in Margins
            from track in TrackSeconds
            from evidence in EvidenceSeconds
            select With(now, kind, margin, track: TimeSpan.FromSeconds(track), evidence: TimeSpan.FromSeconds(evidence)),
        SmoothingKind.ForwardFilter =>
            from margin in Margins
            from stay in StaySeconds
            from evidence in EvidenceSeconds
            select With(now, kind, margin, stay: TimeSpan.FromSeconds(stay), evidence: TimeSpan.FromSeconds(evidence)),
        _ =>
            from margin in Margins
            from average in AverageSeconds
            select With(now, kind, margin, average: TimeSpan.FromSeconds(average)),
    };

    /// <summary>Settings with a smoother; what is not named stays as it is.</summary>
    public static DecisionsOptions With(
        DecisionsOptions now, SmoothingKind kind, double? margin = null, TimeSpan? stay = null, TimeSpan? evidence = null, TimeSpan? average = null,
        TimeSpan? track = null) => new()
        {
            Smoothing = kind,
            MeanTrackDuration = track ?? now.MeanTrackDuration,
            MeanSegmentDuration = stay ?? now.MeanSegmentDuration,
            EvidenceSpan = evidence ?? now.EvidenceSpan,
            AverageTimeConstant = average ?? now.AverageTimeConstant,
            Margin = margin ?? now.Margin,
            ConfidenceFloor = now.ConfidenceFloor,
            SilenceEnterDbfs = now.SilenceEnterDbfs,
            SilenceLeaveDbfs = now.SilenceLeaveDbfs,
        };

    /// <summary>
    /// The better first. Settings whose share of time right lies within the leeway of the best come before all others;
    /// among them, what exceeds the limits least, measured against own answers; then what is right for more time.
    /// </summary>
    public static IReadOnlyList<SmootherOutcome> Rank(IReadOnlyCollection<SmootherOutcome> outcomes)
    {
        var enough = outcomes.Max(outcome => outcome.AgainstLabels.Accuracy) - AccuracyLeeway;
        return
        [
            .. outcomes
                .OrderByDescending(outcome => outcome.AgainstLabels.Accuracy >= enough)
                .ThenBy(Excess)
                .ThenByDescending(outcome => outcome.AgainstLabels.Accuracy),
        ];
    }

    /// <summary>How far the limits are exceeded; 0 within all of them.</summary>
    public static double Excess(SmootherOutcome outcome)
    {
        var own = outcome.AgainstOwnAnswers;
        return Math.Max(0, ((own.MedianSwitchDelay ?? TimeSpan.Zero) / MedianLimit) - 1)
            + Math.Max(0, ((own.Percentile95SwitchDelay ?? TimeSpan.Zero) / Percentile95Limit) - 1)
            + Math.Max(0, (own.FalseSwitchesPerHour / FalseSwitchesLimit) - 1);
    }
}
