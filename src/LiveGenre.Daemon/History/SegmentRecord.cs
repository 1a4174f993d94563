using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.History;

/// <summary>A stretch of one decision, closed or still open.</summary>
/// <param name="SourceId">Whose it is.</param>
/// <param name="Interval">When; an open one as far as it has come.</param>
/// <param name="Label">As <c>Decision.label</c>.</param>
/// <param name="Activity">What kind of sound it was.</param>
/// <param name="MeanConfidence">0 to 1.</param>
/// <param name="WindowCount">Windows, 1 or more.</param>
internal sealed record SegmentRecord(
    string SourceId, UtcInterval Interval, string Label, Activity Activity, float MeanConfidence, int WindowCount)
{
    /// <summary>Takes what is kept of a published segment.</summary>
    public static SegmentRecord From(Segment segment) => new(
        segment.SourceId, new(segment.StartTime.ToDateTimeOffset(), segment.EndTime.ToDateTimeOffset()),
        segment.Label, segment.Activity, segment.MeanConfidence, (int)segment.WindowCount);
}
