using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Serving;

/// <summary>One event of a source, serialised once for all its subscribers.</summary>
/// <param name="Sequence">Of the source's events; a heartbeat carries the last one.</param>
/// <param name="Timestamp">When it was made, by the clock that is never set (<see cref="TimeProvider.GetTimestamp"/>).</param>
/// <param name="Kind">What a subscriber's filter and queue need to know.</param>
/// <param name="Message">As it goes to every subscriber that has lost nothing.</param>
/// <param name="Before">Where it describes the source anew: what held for the events before it.</param>
internal sealed record FeedEvent(
    ulong Sequence, long Timestamp, FeedEventKind Kind, SerializedMessage<WatchGenreResponse> Message, SourceDescription? Before = null);

/// <summary>Sorts of events, as subscribers tell them apart.</summary>
internal enum FeedEventKind
{
    /// <summary>A window whose decision is that of the window before.</summary>
    SteadyWindow,

    /// <summary>A window whose decision is new.</summary>
    ChangedWindow,

    /// <summary>A segment, a state or a gap.</summary>
    Other,

    /// <summary>Not kept for resuming, and no loss when dropped.</summary>
    Heartbeat,
}
