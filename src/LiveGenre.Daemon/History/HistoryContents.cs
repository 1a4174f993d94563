namespace LiveGenre.Daemon.History;

/// <summary>What the store holds.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="OldestWindow">Start of the oldest window; null if it has none.</param>
/// <param name="OldestSegment">Start of the oldest segment; null if it has none.</param>
internal sealed record HistoryContents(long Bytes, DateTimeOffset? OldestWindow, DateTimeOffset? OldestSegment);
