using LiveGenre.Daemon.History;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.History.Support;

/// <summary>Made-up programmes: windows of 4 s every 2 s, as the pipeline would publish them.</summary>
internal static class Programme
{
    public static readonly TimeSpan Hop = TimeSpan.FromSeconds(2);

    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly string[] Labels = ["jazz", "rock"];

    public static WindowRecord Window(DateTimeOffset start, string label = "jazz", Activity activity = Activity.Music, string source = "fm", float confidence = 0.8f) => new()
    {
        SourceId = source,
        Interval = new(start, start + (2 * Hop)),
        Heard = new(start, start + Hop),
        Label = label,
        Activity = activity,
        Confidence = confidence,
        Stability = 0.25f,
        Since = start - TimeSpan.FromMinutes(3),
        RmsDbfs = -18.25f,
        PeakDbfs = -3.5f,
        ClippedSamples = 7,
        DroppedBefore = 1,
        Labels = Labels,
        Scores = [255, 0, 128, 127, 255, 0, 0, 0],
    };

    public static SegmentRecord Segment(DateTimeOffset start, DateTimeOffset end, string label = "jazz", Activity activity = Activity.Music, string source = "fm") =>
        new(source, new(start, end), label, activity, 0.8f, (int)((end - start) / Hop));

    /// <summary>Plays stretches one after the other into a backlog, each of one label; the last stays open.</summary>
    public static void Play(HistoryBacklog backlog, DateTimeOffset start, params (string Label, Activity Activity, TimeSpan Duration)[] stretches)
    {
        foreach (var (index, (label, activity, duration)) in stretches.Index())
        {
            var end = start + duration;
            for (var at = start; at < end; at += Hop)
            {
                backlog.Add(Window(at, label, activity), Segment(start, at + (2 * Hop), label, activity));
            }
            if (index < stretches.Length - 1)
            {
                backlog.Close(Segment(start, end, label, activity), isEnd: false);
            }
            start = end;
        }
    }
}
