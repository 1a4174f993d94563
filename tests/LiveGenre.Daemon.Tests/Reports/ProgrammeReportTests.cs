using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Reports;
using LiveGenre.Daemon.Tests.History.Support;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Reports;

/// <summary>Reports of a recorded day, the same on every store.</summary>
[Collection(HistoryStores.Name)]
public sealed class ProgrammeReportTests(PostgreSqlServer server)
{
    private static readonly StationFormat Format = new(
        DayPart.Usual,
        [
            FormatTarget.Declared(new() { Label = "jazz", Share = 0.5, Tolerance = 0.2 }),
            FormatTarget.Declared(new() { Activity = FormatActivity.Talk, Maximum = 0.15, DayPart = "Night" }),
        ],
        0.5);

    private static readonly (string Label, Activity Activity, TimeSpan Duration)[] Cycle =
    [
        ("jazz", Activity.Music, TimeSpan.FromMinutes(29)), ("none", Activity.Speech, TimeSpan.FromMinutes(7)),
        ("rock", Activity.Music, TimeSpan.FromMinutes(31)), ("rock", Activity.SpeechOverMusic, TimeSpan.FromMinutes(2)),
        ("none", Activity.Silence, TimeSpan.FromMinutes(1)),
    ];

    [PostgreSqlFact]
    public async Task CreateAsync_OfDaysOf23And25Hours_IsTheSameOnEveryStore()
    {
        foreach (var (date, hours) in new[] { ("2026-03-29", 23), ("2026-10-25", 25) })
        {
            var reports = new List<List<GetReportResponse>>();
            foreach (var kind in new[] { HistoryStoreKind.Sqlite, HistoryStoreKind.Memory, HistoryStoreKind.PostgreSql })
            {
                await using var store = await RecordAsync(kind, date);
                var perPeriod = new List<GetReportResponse>();
                foreach (var period in new[] { Period.Hour, Period.DayPart, Period.Day, Period.Week })
                {
                    perPeriod.Add(await ReportAsync(store, date, period));
                }
                reports.Add(perPeriod);
            }

            Assert.Equal(hours, reports[0][0].Rows.Count);
            Assert.Equal(hours, reports[0][2].Rows.Single().Shares.HeardDuration.ToTimeSpan().TotalHours);
            Assert.Equal(reports[0], reports[1]);
            Assert.Equal(reports[0], reports[2]);
        }
    }

    [Fact]
    public async Task CreateAsync_Hours_AddUpToTheDayAndItsShares()
    {
        await using var store = await RecordAsync(HistoryStoreKind.Memory, "2026-10-25");

        var report = await ReportAsync(store, "2026-10-25", Period.Hour);

        Assert.Equal(("fm", "Europe/Berlin", "Sun 25 October 2026"), (report.SourceId, report.TimeZone, report.Total.Title));
        Assert.All(report.Rows.Append(report.Total), row =>
        {
            var heard = row.Shares.HeardDuration.ToTimeSpan();
            Assert.Equal(row.EndTime.ToDateTimeOffset() - row.StartTime.ToDateTimeOffset(), heard + row.Shares.MissingDuration.ToTimeSpan());
            Assert.Equal(heard.Ticks, row.Shares.Labels.Sum(l => l.Duration.ToTimeSpan().Ticks));
            Assert.Equal(heard.Ticks, row.Shares.Activities.Sum(a => a.Duration.ToTimeSpan().Ticks));
            Assert.Equal(row.MusicDuration.ToTimeSpan().Ticks, row.Shares.Labels.Where(l => l.Label != "none").Sum(l => l.Duration.ToTimeSpan().Ticks));
            Assert.All(row.Shares.Labels, l => Assert.Equal(0.8f, l.MeanConfidence, 1e-4));
        });
        foreach (var label in report.Total.Shares.Labels)
        {
            Assert.Equal(label.Duration.ToTimeSpan().Ticks, report.Rows.SelectMany(r => r.Shares.Labels).Where(l => l.Label == label.Label).Sum(l => l.Duration.ToTimeSpan().Ticks));
        }
    }

    [Fact]
    public async Task CreateAsync_TargetOfADayPart_IsJudgedOnWhatARowHasOfIt()
    {
        await using var store = await StoreUnderTest.CreateAsync(HistoryStoreKind.Memory, server);
        // Berlin, 1 June: 0 to 6 h with 1 h of talk, then nothing but talk until noon.
        Play(store, new DateTimeOffset(2026, 5, 31, 22, 0, 0, TimeSpan.Zero),
            ("none", Activity.Speech, TimeSpan.FromHours(1)), ("jazz", Activity.Music, TimeSpan.FromHours(5)), ("none", Activity.Speech, TimeSpan.FromHours(6)));
        await store.WriteAsync();

        var hours = await ReportAsync(store, "2026-06-01", Period.Hour);
        var parts = await ReportAsync(store, "2026-06-01", Period.DayPart);
        var days = await ReportAsync(store, "2026-06-01", Period.Day);

        Assert.Equal([2, 2, 2, 2, 2, 2, 1], hours.Rows.Take(7).Select(r => r.Targets.Count));
        Assert.Equal([(1f, Compliance.Above), (0f, Compliance.Met)], hours.Rows.Take(2).Select(r => (r.Targets[1].Share, r.Targets[1].Compliance)));
        Assert.Equal([Compliance.Above, Compliance.NotMeasured], parts.Rows.Take(2).Select(r => r.Targets[0].Compliance)); // jazz: all of the music, and no music
        Assert.Equal([2, 1, 1, 1], parts.Rows.Select(r => r.Targets.Count));
        Assert.All([parts.Rows[0].Targets[1], days.Rows[0].Targets[1], days.Total.Targets[1]], talk =>
        {
            Assert.Equal(1 / 6f, talk.Share, 1e-5);
            Assert.Equal(Compliance.Above, talk.Compliance);
        });
    }

    [Fact]
    public async Task CreateAsync_NightThatBeganTheDayBefore_CountsInTheDay()
    {
        await using var store = await StoreUnderTest.CreateAsync(HistoryStoreKind.Memory, server);
        Play(store, new DateTimeOffset(2026, 5, 31, 22, 0, 0, TimeSpan.Zero),
            ("none", Activity.Speech, TimeSpan.FromHours(6)), ("jazz", Activity.Music, TimeSpan.FromHours(18)));
        await store.WriteAsync();
        var night = DayPart.Declared(new() { Name = "Night", From = new(22, 0), To = new(6, 0) });

        var report = await ReportAsync(store, "2026-06-01", Period.Day, Format with { DayParts = [night] });

        Assert.Equal(6 / 8f, report.Rows[0].Targets[1].Share, 1e-5); // 0 to 6 h talk, 22 to 24 h jazz
    }

    [Fact]
    public async Task CreateAsync_OfAZoneOff45Minutes_CutsAtItsMidnight()
    {
        await using var store = await StoreUnderTest.CreateAsync(HistoryStoreKind.Memory, server);
        var midnight = new DateTimeOffset(2026, 4, 30, 18, 15, 0, TimeSpan.Zero); // Kathmandu is 5:45 ahead
        Play(store, midnight.AddMinutes(-30), ("rock", Activity.Music, TimeSpan.FromMinutes(30)), ("jazz", Activity.Music, TimeSpan.FromMinutes(30)));
        await store.WriteAsync();

        var report = await ReportAsync(store, "2026-05-01", Period.Hour, zone: "Asia/Kathmandu");

        Assert.Equal(["jazz"], report.Total.Shares.Labels.Select(l => l.Label));
        Assert.Equal(30, report.Rows[0].Shares.HeardDuration.ToTimeSpan().TotalMinutes);
        Assert.Equal("Fri 1 May 2026, 00:00", report.Rows[0].Title);
    }

    /// <summary>A store with the cycle on air for 28 h from a day's midnight in Berlin.</summary>
    private async Task<StoreUnderTest> RecordAsync(HistoryStoreKind kind, string date)
    {
        var store = await StoreUnderTest.CreateAsync(kind, server);
        Play(store, Zones.Clock("Europe/Berlin").FirstMoment(DateTime.Parse(date, null)), [.. Enumerable.Repeat(Cycle, 24).SelectMany(c => c)]);
        await store.WriteAsync();
        return store;
    }

    /// <summary>Puts things on air one after the other, in windows that stand for a minute each: a day of the usual ones takes long to write.</summary>
    private static void Play(StoreUnderTest store, DateTimeOffset start, params (string Label, Activity Activity, TimeSpan Duration)[] stretches)
    {
        foreach (var (label, activity, duration) in stretches)
        {
            for (var end = start + duration; start < end; start += TimeSpan.FromMinutes(1))
            {
                var window = Programme.Window(start, label, activity) with { Heard = new(start, start.AddMinutes(1)) };
                store.Backlog.Add(window, Programme.Segment(start, start.AddMinutes(1), label, activity));
            }
        }
    }

    private static Task<GetReportResponse> ReportAsync(StoreUnderTest store, string date, Period period, StationFormat? format = null, string zone = "Europe/Berlin")
    {
        var used = format ?? Format;
        return new ProgrammeReport(Zones.Dates(date, date), Zones.Rows(zone, date, period, used.DayParts), used, Zones.Clock(zone))
            .CreateAsync("fm", pieces => store.Reader.MeasureAsync("fm", pieces, CancellationToken.None));
    }
}
