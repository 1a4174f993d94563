using LiveGenre.Core.Decisions;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Serving;

/// <summary>A segment with what turns its positions into times and its label into a name; a message is made of it only where one is asked for.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Labels">What its genres are called.</param>
/// <param name="Clock">Of its source.</param>
internal readonly record struct TimedSegment(DecisionSegment Segment, LabelMap Labels, StreamClock Clock)
{
    public string Label => LabelNames.Of(Segment.LabelIndex, Labels.Names);

    public Segment ToMessage(string sourceId) => EventMessages.Segment(Segment, Labels, sourceId, Clock);
}
