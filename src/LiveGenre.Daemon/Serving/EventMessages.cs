using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using LiveGenre.Core.Decisions;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Protocol.V1;
using Activity = LiveGenre.Core.Decisions.Activity;

namespace LiveGenre.Daemon.Serving;

/// <summary>What the pipeline found, as messages of <c>livegenre.v1</c>.</summary>
internal static class EventMessages
{
    public static GenreWindow Window(AnalysisWindow window, string sourceId, StreamClock clock, TimeSpan hop)
    {
        var message = new GenreWindow();
        Fill(message, window, sourceId, clock, hop);
        return message;
    }

    /// <summary>Replaces all that <paramref name="message"/> says; one that is filled again and again takes no memory.</summary>
    /// <param name="message">To be filled.</param>
    /// <param name="window">Decided.</param>
    /// <param name="sourceId">Whose it is.</param>
    /// <param name="clock">Of the source.</param>
    /// <param name="hop">From one window to the next while the daemon keeps up.</param>
    public static void Fill(GenreWindow message, AnalysisWindow window, string sourceId, StreamClock clock, TimeSpan hop)
    {
        message.SourceId = sourceId;
        Set(message.WindowStartTime ??= new(), clock.TimeOf(window.Start));
        Set(message.WindowEndTime ??= new(), clock.TimeOf(window.End));
        Set(message.StartOffset ??= new(), clock.Duration(window.Start));
        Set(message.EndOffset ??= new(), clock.Duration(window.End));
        Fill(message.Decision ??= new(), window, clock);
        message.Activity = ToMessage(window.Activity);
        message.Level ??= new();
        message.Level.RmsDbfs = window.Level.RmsDbfs;
        message.Level.PeakDbfs = window.Level.PeakDbfs;
        message.Level.ClippedSampleCount = (uint)window.Level.ClippedSampleCount;
        message.DroppedWindowCount = (uint)window.DroppedBefore;
        Set(message.HopDuration ??= new(), hop * window.Stride);
        Fill(message.Scores, window.IsSilent ? [] : window.Posterior);
        Fill(message.ActivityScores, window.IsSilent ? [] : window.ActivityPosterior);
        Fill(message.SmoothedScores, window.IsSilent ? [] : window.SmoothedPosterior);
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

    private static void Fill(Decision message, AnalysisWindow window, StreamClock clock)
    {
        message.Label = LabelNames.Of(window.Decision.LabelIndex, window.Labels.Names);
        message.Confidence = window.Decision.Confidence;
        Set(message.SinceTime ??= new(), clock.TimeOf(window.Decision.SincePosition));
        message.Stability = window.Decision.Stability;
    }

    private static void Fill(RepeatedField<float> message, ReadOnlySpan<float> scores)
    {
        message.Clear();
        foreach (var score in scores)
        {
            message.Add(score);
        }
    }

    internal static void Set(Timestamp message, DateTimeOffset time)
    {
        message.Seconds = time.ToUnixTimeSeconds();
        message.Nanos = (int)(time.UtcTicks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);
    }

    private static void Set(Duration message, TimeSpan duration)
    {
        message.Seconds = duration.Ticks / TimeSpan.TicksPerSecond;
        message.Nanos = (int)(duration.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);
    }

    internal static Protocol.V1.Activity ToMessage(Activity activity) => activity switch
    {
        Activity.Music => Protocol.V1.Activity.Music,
        Activity.Speech => Protocol.V1.Activity.Speech,
        Activity.SpeechOverMusic => Protocol.V1.Activity.SpeechOverMusic,
        Activity.Noise => Protocol.V1.Activity.Noise,
        _ => Protocol.V1.Activity.Silence,
    };
}
