using Google.Protobuf.WellKnownTypes;
using LiveGenre.Core.Decisions;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Protocol.V1;
using Activity = LiveGenre.Core.Decisions.Activity;

namespace LiveGenre.Daemon.Serving;

/// <summary>What the pipeline found, as messages of <c>livegenre.v1</c>.</summary>
internal static class EventMessages
{
    public static GenreWindow Window(AnalysisWindow window, string sourceId, StreamClock clock)
    {
        var message = new GenreWindow
        {
            SourceId = sourceId,
            WindowStartTime = clock.TimeOf(window.Start).ToTimestamp(),
            WindowEndTime = clock.TimeOf(window.End).ToTimestamp(),
            StartOffset = clock.Duration(window.Start).ToDuration(),
            EndOffset = clock.Duration(window.End).ToDuration(),
            Decision = new Decision
            {
                Label = LabelNames.Of(window.Decision.LabelIndex, window.Labels.Names),
                Confidence = window.Decision.Confidence,
                SinceTime = clock.TimeOf(window.Decision.SincePosition).ToTimestamp(),
                Stability = window.Decision.Stability,
            },
            Activity = ToMessage(window.Activity),
            Level = new Level
            {
                RmsDbfs = window.Level.RmsDbfs,
                PeakDbfs = window.Level.PeakDbfs,
                ClippedSampleCount = (uint)window.Level.ClippedSampleCount,
            },
            DroppedWindowCount = (uint)window.DroppedBefore,
        };
        if (!window.IsSilent)
        {
            message.Scores.AddRange(window.Posterior);
            message.ActivityScores.AddRange(window.ActivityPosterior);
            message.SmoothedScores.AddRange(window.SmoothedPosterior);
        }
        return message;
    }

    public static Segment Segment(in DecisionSegment segment, LabelMap labels, string sourceId, StreamClock clock) => new()
    {
        SourceId = sourceId,
        StartTime = clock.TimeOf(segment.StartPosition).ToTimestamp(),
        EndTime = clock.TimeOf(segment.EndPosition).ToTimestamp(),
        StartOffset = clock.Duration(segment.StartPosition).ToDuration(),
        EndOffset = clock.Duration(segment.EndPosition).ToDuration(),
        Label = LabelNames.Of(segment.LabelIndex, labels.Names),
        MeanConfidence = segment.MeanConfidence,
        Activity = ToMessage(segment.Activity),
        WindowCount = (uint)segment.WindowCount,
    };

    public static Gap Gap(StreamGap gap, string sourceId, StreamClock clock) => new()
    {
        SourceId = sourceId,
        StartTime = clock.TimeOf(gap.Start).ToTimestamp(),
        EndTime = clock.TimeOf(gap.End).ToTimestamp(),
        StartOffset = clock.Duration(gap.Start).ToDuration(),
        EndOffset = clock.Duration(gap.End).ToDuration(),
        Reason = gap.Reason,
        LostSampleCount = (ulong)(gap.End - gap.Start),
    };

    private static Protocol.V1.Activity ToMessage(Activity activity) => activity switch
    {
        Activity.Music => Protocol.V1.Activity.Music,
        Activity.Speech => Protocol.V1.Activity.Speech,
        Activity.SpeechOverMusic => Protocol.V1.Activity.SpeechOverMusic,
        Activity.Noise => Protocol.V1.Activity.Noise,
        _ => Protocol.V1.Activity.Silence,
    };
}
