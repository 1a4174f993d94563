namespace LiveGenre.Daemon.History;

/// <summary>A stretch of time, UTC.</summary>
/// <param name="Start">Its first moment.</param>
/// <param name="End">The moment after it.</param>
internal readonly record struct UtcInterval(DateTimeOffset Start, DateTimeOffset End)
{
    public TimeSpan Duration => End - Start;
}
