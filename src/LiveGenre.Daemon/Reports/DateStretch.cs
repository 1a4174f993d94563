using LiveGenre.Daemon.History;

namespace LiveGenre.Daemon.Reports;

/// <summary>Whole local days.</summary>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day, which counts.</param>
internal readonly record struct DateStretch(DateOnly First, DateOnly Last)
{
    public int DayCount => Last.DayNumber - First.DayNumber + 1;

    /// <summary>Each of them.</summary>
    public IEnumerable<DateOnly> Dates => Enumerable.Range(0, DayCount).Select(First.AddDays);

    /// <summary>From the first moment of the first day to the first moment after the last.</summary>
    public UtcInterval ToUtc(LocalClock clock) =>
        new(clock.FirstMoment(First.ToDateTime(TimeOnly.MinValue)), clock.FirstMoment(Last.AddDays(1).ToDateTime(TimeOnly.MinValue)));
}
