using LiveGenre.Core.Decisions;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>Turns the settings of decisions into what decides, for the daemon and for whoever measures it.</summary>
public static class DecisionRules
{
    /// <summary>How long another genre must lead before a settled one gives way within a track.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(28);

    /// <summary>A decider at its beginning.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="labels">Genres, 2 or more.</param>
    /// <param name="hop">Time from the start of one window to the next.</param>
    /// <param name="sound">How the model tells recordings apart; null if it does not.</param>
    public static ProgrammeDecider CreateDecider(DecisionsOptions options, int labels, TimeSpan hop, SoundManifest? sound) => new(
        CreateSmoother(options, labels, hop, sound),
        new GenreDecider(labels, new DecisionOptions
        {
            ConfidenceFloor = (float)options.ConfidenceFloor,
            Margin = (float)options.Margin,
            PatienceWindows = Math.Max(1, (int)Math.Round(Patience / hop)),
        }),
        new ActivityDecider((float)options.Margin));

    /// <summary>What decides in fact: a track filter needs a model that tells recordings apart.</summary>
    public static SmoothingKind InUse(DecisionsOptions options, SoundManifest? sound) =>
        options.Smoothing == SmoothingKind.TrackFilter && sound is null ? SmoothingKind.ForwardFilter : options.Smoothing;

    private static IPosteriorSmoother CreateSmoother(DecisionsOptions options, int labels, TimeSpan hop, SoundManifest? sound) => InUse(options, sound) switch
    {
        SmoothingKind.TrackFilter => new TrackFilter(
            labels, [.. sound!.Between], TrackFilterOptions.ForHop(hop, options.MeanTrackDuration, options.EvidenceSpan)),
        SmoothingKind.ForwardFilter => new ForwardFilter(labels, ForwardFilterOptions.ForHop(hop, options.MeanSegmentDuration, options.EvidenceSpan)),
        _ => new ExponentialAverage(labels, ExponentialAverage.WeightFor(hop, options.AverageTimeConstant)),
    };
}
