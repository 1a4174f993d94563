using Google.Protobuf.Collections;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.History;

/// <summary>A window as history keeps it: a byte for each score, and the time that it stands for.</summary>
internal readonly record struct WindowRecord
{
    public WindowRecord()
    {
    }

    public required string SourceId { get; init; }

    public required UtcInterval Interval { get; init; }

    /// <summary>What this window adds to air time: one hop, from its start; the rest belongs to the windows that overlap it.</summary>
    public required UtcInterval Heard { get; init; }

    public required string Label { get; init; }

    /// <summary>0 to 1.</summary>
    public required float Confidence { get; init; }

    /// <summary>0 to 1.</summary>
    public float Stability { get; init; }

    /// <summary>When the decision was made.</summary>
    public DateTimeOffset Since { get; init; }

    public required Activity Activity { get; init; }

    public float RmsDbfs { get; init; }

    public float PeakDbfs { get; init; }

    public uint ClippedSamples { get; init; }

    public uint DroppedBefore { get; init; }

    /// <summary>Genres in the order of the scores.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Scores alone, smoothed, and of the activities, one after the other, 255 for certain; empty for a silent window.</summary>
    public byte[] Scores { get; init; } = [];

    /// <summary>Takes what is kept of a published window.</summary>
    /// <param name="window">As subscribers get it.</param>
    /// <param name="labels">Genres in the order of its scores.</param>
    /// <param name="hop">Distance between window starts.</param>
    public static WindowRecord From(GenreWindow window, IReadOnlyList<string> labels, TimeSpan hop)
    {
        var start = window.WindowStartTime.ToDateTimeOffset();
        return new()
        {
            SourceId = window.SourceId,
            Interval = new(start, window.WindowEndTime.ToDateTimeOffset()),
            Heard = new(start, start + hop),
            Label = window.Decision.Label,
            Confidence = window.Decision.Confidence,
            Stability = window.Decision.Stability,
            Since = window.Decision.SinceTime.ToDateTimeOffset(),
            Activity = window.Activity,
            RmsDbfs = window.Level.RmsDbfs,
            PeakDbfs = window.Level.PeakDbfs,
            ClippedSamples = window.Level.ClippedSampleCount,
            DroppedBefore = window.DroppedWindowCount,
            Labels = labels,
            Scores = ToBytes(window.Scores, window.SmoothedScores, window.ActivityScores),
        };
    }

    private static byte[] ToBytes(params ReadOnlySpan<RepeatedField<float>> lists)
    {
        var length = 0;
        foreach (var list in lists)
        {
            length += list.Count;
        }
        var (bytes, at) = (new byte[length], 0);
        foreach (var list in lists)
        {
            for (var i = 0; i < list.Count; i++)
            {
                bytes[at++] = ToByte(list[i]);
            }
        }
        return bytes;
    }

    private static byte ToByte(float probability) => (byte)MathF.Round(Math.Clamp(probability, 0, 1) * byte.MaxValue);
}
