using Google.Protobuf.WellKnownTypes;
using LiveGenre.Cli.Watching;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Tests.Watching;

/// <summary>What a daemon might say of one source, <c>fm</c>.</summary>
internal static class Events
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static WatchEvent Up => new("fm", Link: LinkState.Up(Start));

    public static WatchEvent Lost => new("fm", Link: LinkState.Lost(Start, "Connection refused", TimeSpan.FromSeconds(2)));

    public static WatchEvent Snapshot(SourceState state = SourceState.Running) => new("fm", new WatchGenreResponse
    {
        Snapshot = new Snapshot
        {
            Source = new Source
            {
                SourceId = "fm",
                DisplayName = "Jazz FM",
                Address = "pulse:onair.monitor",
                State = state,
                StateDetail = "Listening: 44100 Hz, 2 channels.",
                StateSinceTime = Start.ToTimestamp(),
                Labels = { "blues", "jazz", "rock" },
            },
        },
    });

    public static WatchEvent Window(
        string label, float[] smoothed, Activity activity = Activity.Music, float rms = -18, float peak = -3, uint clipped = 0, uint dropped = 0) => new("fm", new WatchGenreResponse
        {
            Window = new GenreWindow
            {
                SourceId = "fm",
                WindowEndTime = Start.AddSeconds(4).ToTimestamp(),
                SmoothedScores = { smoothed },
                Decision = new Decision { Label = label, Confidence = 0.82f, SinceTime = Start.ToTimestamp(), Stability = 0.7f },
                Activity = activity,
                Level = new Level { RmsDbfs = rms, PeakDbfs = peak, ClippedSampleCount = clipped },
                DroppedWindowCount = dropped,
            },
        });

    public static WatchEvent Segment(string label, int startSeconds) => new("fm", new WatchGenreResponse
    {
        Segment = NewSegment(label, startSeconds),
    });

    public static Segment NewSegment(string label, int startSeconds) => new()
    {
        Label = label,
        Activity = Activity.Music,
        StartTime = Start.AddSeconds(startSeconds).ToTimestamp(),
        EndTime = Start.AddSeconds(startSeconds + 65).ToTimestamp(),
        MeanConfidence = 0.6f,
    };

    public static WatchEvent State(SourceState state, string detail) => new("fm", new WatchGenreResponse
    {
        SourceState = new SourceStateChange { State = state, Detail = detail, ChangeTime = Start.AddSeconds(10).ToTimestamp() },
    });

    public static WatchEvent Gap(double seconds) => new("fm", new WatchGenreResponse
    {
        Gap = new Gap
        {
            StartTime = Start.ToTimestamp(),
            StartOffset = TimeSpan.Zero.ToDuration(),
            EndOffset = TimeSpan.FromSeconds(seconds).ToDuration(),
            Reason = Protocol.V1.Gap.Types.Reason.Reconnect,
        },
    });
}
