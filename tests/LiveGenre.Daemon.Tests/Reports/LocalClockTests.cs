using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Reports;

public sealed class LocalClockTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00Z")] // skipped
    [InlineData("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30Z")] // twice: the first
    [InlineData("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00Z")]
    [InlineData("America/New_York", "2026-11-01T01:00", "2026-11-01T05:00Z")]
    [InlineData("Asia/Kathmandu", "2026-05-01T00:00", "2026-04-30T18:15Z")]
    [InlineData("Asia/Kolkata", "2026-05-01T00:00", "2026-04-30T18:30Z")]
    [InlineData("Africa/Cairo", "2026-04-24T00:00", "2026-04-23T22:00Z")] // midnight is skipped
    [InlineData("America/Havana", "2026-11-01T00:00", "2026-11-01T04:00Z")] // midnight comes twice
    [InlineData("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00Z")] // the day is skipped
    public void FirstMoment_OfALocalTime_IsWhenTheClockFirstShowsItOrALaterOne(string zone, string local, string utc) =>
        Assert.Equal(DateTimeOffset.Parse(utc, null), Zones.Clock(zone).FirstMoment(DateTime.Parse(local, null)));

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29", 23)]
    [InlineData("Europe/Berlin", "2026-10-25", 25)]
    [InlineData("Europe/Berlin", "2026-06-01", 24)]
    [InlineData("Australia/Lord_Howe", "2026-10-04", 23.5)]
    [InlineData("Australia/Lord_Howe", "2026-04-05", 24.5)]
    [InlineData("Africa/Cairo", "2026-04-24", 23)]
    [InlineData("America/Havana", "2026-11-01", 25)]
    [InlineData("Pacific/Chatham", "2026-04-05", 25)]
    public void Day_OfAZone_HasItsHours(string zone, string date, double hours)
    {
        var rows = Zones.Rows(zone, date, Period.Hour);

        Assert.Equal(hours, Assert.Single(Zones.Rows(zone, date, Period.Day)).Interval.Duration.TotalHours);
        Assert.Equal(hours, rows.Sum(r => r.Interval.Duration.TotalHours));
        Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.Equal(pair.First.Interval.End, pair.Second.Interval.Start));
        Assert.Equal(rows.Count, rows.Select(r => r.Title).Distinct().Count());
        Assert.All(rows, r => Assert.Equal(0, r.Interval.Start.UtcTicks % TimeSpan.FromMinutes(15).Ticks));
    }

    [Fact]
    public void Hours_ThatComeTwice_AreToldApart() => Assert.Equal(
        ["Sun 25 October 2026, 01:00", "Sun 25 October 2026, 02:00 (UTC+02:00)", "Sun 25 October 2026, 02:00 (UTC+01:00)", "Sun 25 October 2026, 03:00"],
        Zones.Rows("Europe/Berlin", "2026-10-25", Period.Hour).Skip(1).Take(4).Select(r => r.Title));

    [Fact]
    public void Hours_OfAHalfHoursChange_AreHalfAndToldApart()
    {
        var back = Zones.Rows("Australia/Lord_Howe", "2026-04-05", Period.Hour).Skip(1).Take(3);
        var forward = Zones.Rows("Australia/Lord_Howe", "2026-10-04", Period.Hour).Skip(1).Take(2);

        Assert.Equal(
            [("Sun 5 April 2026, 01:00 (UTC+11:00)", 60), ("Sun 5 April 2026, 01:30 (UTC+10:30)", 30), ("Sun 5 April 2026, 02:00", 60)],
            back.Select(r => (r.Title, r.Interval.Duration.TotalMinutes)));
        Assert.Equal(
            [("Sun 4 October 2026, 01:00", 60), ("Sun 4 October 2026, 02:30", 30)],
            forward.Select(r => (r.Title, r.Interval.Duration.TotalMinutes)));
    }
}
