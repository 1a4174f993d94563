using LiveGenre.Core.Decisions;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>Turns the settings of decisions into what decides, for the daemon and for whoever measures it.</summary>
public static class DecisionRules
{
    /// <summary>A decider at its beginning.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="labels">Genres, 2 or more.</param>
    /// <param name="hop">Time from the start of one window to the next.</param>
    public static ProgrammeDecider CreateDecider(DecisionsOptions options, int labels, TimeSpan hop) => new(
        options.Smoothing == SmoothingKind.ForwardFilter
            ? new ForwardFilter(labels, ForwardFilterOptions.ForHop(hop, options.MeanSegmentDuration, options.EvidenceSpan))
            : new ExponentialAverage(labels, ExponentialAverage.WeightFor(hop, options.AverageTimeConstant)),
        new GenreDecider(labels, new DecisionOptions
        {
            ConfidenceFloor = (float)options.ConfidenceFloor,
            Margin = (float)options.Margin,
        }),
        new ActivityDecider((float)options.Margin));
}
