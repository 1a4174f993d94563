using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>What capture tells analysis about the ring buffer. A lost mark loses no audio: the next one reaches further.</summary>
/// <param name="Position">Samples before this position have been recorded.</param>
/// <param name="ClippedTotal">Clipped captured samples since the stream started.</param>
/// <param name="RecordedAt">When the last of them was recorded, as a timestamp of the clock.</param>
/// <param name="Gap">The stretch before <paramref name="Position"/> that was never recorded, if any.</param>
internal readonly record struct StreamMark(long Position, long ClippedTotal, long RecordedAt, StreamGap? Gap = null);

/// <summary>A stretch of the stream that never reached the model.</summary>
/// <param name="Start">First position that is missing.</param>
/// <param name="End">First position that is there again.</param>
/// <param name="Reason">Why.</param>
internal sealed record StreamGap(long Start, long End, Gap.Types.Reason Reason);
