using LiveGenre.Daemon.Reports;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Reports;

/// <summary>Rows of days in zones.</summary>
internal static class Zones
{
    public static LocalClock Clock(string zone) => new(TimeZoneInfo.FindSystemTimeZoneById(zone));

    public static IReadOnlyList<ReportPeriod> Rows(string zone, string date, Period period, IReadOnlyList<DayPart>? parts = null) =>
        Rows(zone, date, date, period, parts);

    public static IReadOnlyList<ReportPeriod> Rows(string zone, string first, string last, Period period, IReadOnlyList<DayPart>? parts = null) =>
        ReportPeriod.Of(Dates(first, last), period, parts ?? DayPart.Usual, Clock(zone), 2_000);

    public static DateStretch Dates(string first, string last) => new(DateOnly.Parse(first, null), DateOnly.Parse(last, null));
}
