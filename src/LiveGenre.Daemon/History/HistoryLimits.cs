namespace LiveGenre.Daemon.History;

/// <summary>What may stay in the store.</summary>
/// <param name="WindowsFrom">Older windows go.</param>
/// <param name="SegmentsFrom">Older segments and air time go.</param>
/// <param name="MaxBytes">The store's size, at the most.</param>
internal readonly record struct HistoryLimits(DateTimeOffset WindowsFrom, DateTimeOffset SegmentsFrom, long MaxBytes);
