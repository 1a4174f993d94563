using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Serving;

/// <summary>One event of a source, serialised once for all its subscribers.</summary>
/// <param name="Sequence">Of the source's events; a heartbeat carries the last one.</param>
/// <param name="Kind">What a subscriber's filter and queue need to know.</param>
/// <param name="Message">As it goes to every subscriber that has lost nothing.</param>
/// <param name="IsRedescription">It describes the source anew: what follows is of another model, or of other settings.</param>
internal sealed record FeedEvent(
    ulong Sequence, FeedEventKind Kind, SerializedMessage<WatchGenreResponse> Message, bool IsRedescription = false);

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
