using System.Globalization;
using LiveGenre.Daemon.History;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Reports;

/// <summary>What a row of a report is about.</summary>
/// <param name="Interval">When.</param>
/// <param name="Title">The same in words, local.</param>
/// <param name="DayPart">The day part that it is, by name; null where rows are no day parts.</param>
internal sealed record ReportPeriod(UtcInterval Interval, string Title, string? DayPart = null)
{
    /// <summary>The rows of a stretch, in order; at most <paramref name="limit"/> + 1.</summary>
    /// <param name="stretch">Whole days.</param>
    /// <param name="period">What a row is; one of the four.</param>
    /// <param name="parts">The station's.</param>
    /// <param name="clock">The source's.</param>
    /// <param name="limit">Rows that are wanted at the most.</param>
    public static IReadOnlyList<ReportPeriod> Of(DateStretch stretch, Period period, IReadOnlyList<DayPart> parts, LocalClock clock, int limit) => period switch
    {
        Period.Hour => Hours([.. clock.HoursOf(stretch.ToUtc(clock)).Take(limit + 1)], clock),
        Period.DayPart => [.. DayParts(stretch, parts, clock).Take(limit + 1)],
        Period.Day => [.. Days(stretch, clock).Take(limit + 1)],
        Period.Week => [.. Weeks(stretch, clock).Take(limit + 1)],
        _ => throw new ArgumentOutOfRangeException(nameof(period), period, null),
    };

    /// <summary>A date as reports write it: <c>Sun 29 March 2026</c>.</summary>
    public static string Write(DateOnly date) => date.ToString("ddd d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Hours whose times on the clock meet those of a neighbour are told apart by the offset.</summary>
    private static ReportPeriod[] Hours(UtcInterval[] hours, LocalClock clock)
    {
        var starts = Array.ConvertAll(hours, h => clock.At(h.Start));
        bool IsRepeated(int i) => i >= 0 && i + 1 < hours.Length && starts[i + 1].DateTime < starts[i].DateTime + hours[i].Duration;
        return [.. hours.Select((hour, i) => new ReportPeriod(hour,
            string.Create(CultureInfo.InvariantCulture, $"{starts[i]:ddd d MMMM yyyy, HH:mm}{(IsRepeated(i) || IsRepeated(i - 1) ? $" (UTC{starts[i]:zzz})" : "")}")))];
    }

    private static IEnumerable<ReportPeriod> DayParts(DateStretch stretch, IReadOnlyList<DayPart> parts, LocalClock clock) =>
        from date in stretch.Dates
        from part in parts.OrderBy(p => p.From)
        let interval = part.On(date, clock)
        where interval is not null
        select new ReportPeriod(interval.Value, $"{Write(date)}, {part.Name}", part.Name);

    private static IEnumerable<ReportPeriod> Days(DateStretch stretch, LocalClock clock) =>
        stretch.Dates
            .Select(date => new ReportPeriod(new DateStretch(date, date).ToUtc(clock), Write(date)))
            .Where(day => day.Interval.Duration > TimeSpan.Zero); // a zone may leave out a day

    /// <summary>Weeks of ISO 8601, from Monday to Sunday; the first and the last as far as they are asked for.</summary>
    private static IEnumerable<ReportPeriod> Weeks(DateStretch stretch, LocalClock clock)
    {
        for (var first = stretch.First; first <= stretch.Last;)
        {
            var sunday = first.AddDays((7 - (int)first.DayOfWeek) % 7);
            var last = sunday < stretch.Last ? sunday : stretch.Last;
            var week = ISOWeek.GetWeekOfYear(first.ToDateTime(TimeOnly.MinValue));
            var days = first == last ? Write(first) : string.Create(CultureInfo.InvariantCulture, $"{first:ddd d MMMM} – {Write(last)}");
            yield return new(new DateStretch(first, last).ToUtc(clock), $"Week {week}, {days}");
            first = last.AddDays(1);
        }
    }
}
