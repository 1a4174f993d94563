using LiveGenre.Daemon.Reports;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Reports;

public sealed class ReportPeriodTests
{
    private static readonly DayPart Night = DayPart.Declared(new() { Name = "Night", From = new(22, 0), To = new(6, 0), Days = ["Fri-Sun"] });

    [Fact]
    public void DayPart_OverMidnight_BelongsToTheDayItBeginsOn()
    {
        var rows = Zones.Rows("Europe/Berlin", "2026-03-26", "2026-03-30", Period.DayPart, [Night]);

        Assert.Equal(["Fri 27 March 2026, Night", "Sat 28 March 2026, Night", "Sun 29 March 2026, Night"], rows.Select(r => r.Title));
        Assert.Equal([8, 7, 8], rows.Select(r => r.Interval.Duration.TotalHours)); // the clock goes forward on Sunday at 2
        Assert.Equal(new DateTimeOffset(2026, 3, 27, 21, 0, 0, TimeSpan.Zero), rows[0].Interval.Start);
    }

    [Fact]
    public void DayPart_ThatTheClockSkips_HasNoRow()
    {
        var part = new DayPart("Small hours", new(2, 0), new(3, 0), Night.Days);

        Assert.Empty(Zones.Rows("Europe/Berlin", "2026-03-29", Period.DayPart, [part]));
        Assert.Equal(2, Assert.Single(Zones.Rows("Europe/Berlin", "2026-10-25", Period.DayPart, [part])).Interval.Duration.TotalHours);
    }

    [Fact]
    public void DayParts_OfAStationThatDeclaresNone_FillTheDay()
    {
        var rows = Zones.Rows("Europe/Berlin", "2026-10-25", Period.DayPart);

        Assert.Equal(["Night", "Morning", "Daytime", "Evening"], rows.Select(r => r.DayPart));
        Assert.Equal([7, 4, 8, 6], rows.Select(r => r.Interval.Duration.TotalHours));
    }

    [Fact]
    public void Weeks_OfAStretch_RunFromMondayToSundayWithinIt()
    {
        var rows = Zones.Rows("Europe/Berlin", "2026-12-26", "2027-01-04", Period.Week);

        Assert.Equal(
            ["Week 52, Sat 26 December – Sun 27 December 2026", "Week 53, Mon 28 December – Sun 3 January 2027", "Week 1, Mon 4 January 2027"],
            rows.Select(r => r.Title));
        Assert.Equal([2, 7, 1], rows.Select(r => r.Interval.Duration.TotalDays));
    }

    [Fact]
    public void Days_OfAZoneThatLeftOneOut_GoWithoutIt() => Assert.Equal(
        ["Thu 29 December 2011", "Sat 31 December 2011"], Zones.Rows("Pacific/Apia", "2011-12-29", "2011-12-31", Period.Day).Select(r => r.Title));

    [Theory]
    [InlineData("Mon", "Monday")]
    [InlineData("saturday", "Saturday")]
    [InlineData("Fri-Mon", "Friday Saturday Sunday Monday")]
    [InlineData("Mo", "")]
    [InlineData("Mon-Wed-Fri", "")]
    [InlineData("1", "")]
    public void TryParseDays_OfAText_GivesItsDays(string text, string expected)
    {
        Assert.Equal(expected.Length > 0, DayPart.TryParseDays(text, out var days));
        Assert.Equal(expected, string.Join(' ', days));
    }
}
