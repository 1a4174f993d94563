using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.History;

namespace LiveGenre.Daemon.Reports;

/// <summary>A part of some days, by the local clock.</summary>
/// <param name="Name">What a station calls it; several day parts may share one, such as Breakfast on weekdays and at weekends.</param>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends; on the next day where it is not after <paramref name="From"/>.</param>
/// <param name="Days">Days that it begins on.</param>
internal sealed record DayPart(string Name, TimeOnly From, TimeOnly To, IReadOnlySet<DayOfWeek> Days)
{
    private static readonly DayOfWeek[] Week = [.. Enum.GetValues<DayOfWeek>()];

    /// <summary>Those of a station that declares none.</summary>
    public static readonly IReadOnlyList<DayPart> Usual =
    [
        new("Night", new(0, 0), new(6, 0), Week.ToHashSet()),
        new("Morning", new(6, 0), new(10, 0), Week.ToHashSet()),
        new("Daytime", new(10, 0), new(18, 0), Week.ToHashSet()),
        new("Evening", new(18, 0), new(0, 0), Week.ToHashSet()),
    ];

    /// <summary>One of the settings, which were checked.</summary>
    public static DayPart Declared(DayPartOptions options) => new(
        options.Name, options.From!.Value, options.To!.Value,
        (options.Days.Count == 0 ? Week : options.Days.SelectMany(d => TryParseDays(d, out var days) ? days : [])).ToHashSet());

    /// <summary>Reads <c>Mon</c>, <c>monday</c> or <c>Fri-Mon</c>.</summary>
    public static bool TryParseDays(string text, out IReadOnlyList<DayOfWeek> days)
    {
        var ends = text.Split('-', StringSplitOptions.TrimEntries).Select(Find).ToArray();
        days = ends switch
        {
            [{ } day] => [day],
            [{ } first, { } last] => [.. Enumerable.Range(0, ((last - first + 7) % 7) + 1).Select(i => (DayOfWeek)(((int)first + i) % 7))],
            _ => [],
        };
        return days.Count > 0;
    }

    /// <summary>When it is on the day that it begins on; null where it does not begin on that day, or the clock skips it.</summary>
    public UtcInterval? On(DateOnly date, LocalClock clock)
    {
        if (!Days.Contains(date.DayOfWeek))
        {
            return null;
        }
        var interval = new UtcInterval(clock.FirstMoment(date.ToDateTime(From)), clock.FirstMoment((To > From ? date : date.AddDays(1)).ToDateTime(To)));
        return interval.Duration > TimeSpan.Zero ? interval : null;
    }

    /// <summary>Quarters of an hour that it takes, counted from Sunday 0:00; those of next Sunday go on from there.</summary>
    public IEnumerable<int> QuartersOfTheWeek()
    {
        var from = (int)(From.Ticks / AirtimeKey.QuarterHour.Ticks);
        var to = (int)(To.Ticks / AirtimeKey.QuarterHour.Ticks) + (To > From ? 0 : 24 * 4);
        return Days.SelectMany(day => Enumerable.Range(((int)day * 24 * 4) + from, to - from));
    }

    private static DayOfWeek? Find(string name)
    {
        foreach (var day in Week)
        {
            if (name.Equals($"{day}", StringComparison.OrdinalIgnoreCase) || name.Equals($"{day}"[..3], StringComparison.OrdinalIgnoreCase))
            {
                return day;
            }
        }
        return null;
    }
}
