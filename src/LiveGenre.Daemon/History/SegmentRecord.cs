using LiveGenre.Daemon.Serving;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.History;

/// <summary>A stretch of one decision, closed or still open.</summary>
/// <param name="SourceId">Whose it is.</param>
/// <param name="Interval">When; an open one as far as it has come.</param>
/// <param name="Label">As <c>Decision.label</c>.</param>
/// <param name="Activity">What kind of sound it was.</param>
/// <param name="MeanConfidence">0 to 1.</param>
/// <param name="WindowCount">Windows, 1 or more.</param>
internal readonly record struct SegmentRecord(
    string SourceId, UtcInterval Interval, string Label, Activity Activity, float MeanConfidence, int WindowCount)
{
    /// <summary>Takes what is kept of a segment.</summary>
    public static SegmentRecord From(in TimedSegment timed, string sourceId)
    {
        var (segment, clock) = (timed.Segment, timed.Clock);
        return new(
            sourceId, new(clock.TimeOf(segment.StartPosition), clock.TimeOf(segment.EndPosition)),
            timed.Label, EventMessages.ToMessage(segment.Activity), segment.MeanConfidence, segment.WindowCount);
    }
}
