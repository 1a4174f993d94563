using System.Data.Common;
using Dapper;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.History.Storage;
using LiveGenre.Daemon.Tests.History.Support;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.History;

/// <summary>The same on every store.</summary>
[Collection(HistoryStores.Name)]
public sealed class HistoryStoreTests(PostgreSqlServer server)
{
    private static readonly DateTimeOffset Noon = Programme.Noon;
    private static readonly UtcInterval AllTime = new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    [PostgreSqlFact]
    public async Task OpenAsync_PostgreSql_IsTriedOnARealServer()
    {
        await using var store = await StoreUnderTest.CreateAsync(HistoryStoreKind.PostgreSql, server);

        await store.Store.OpenAsync(CancellationToken.None);

        Assert.Equal("postgresql", store.Store.Database.Name);
        Assert.False(await store.Reader.HasSourceAsync("fm", CancellationToken.None));
    }

    [SmallDiskFact]
    public async Task WriteAsync_DiskFullAtTheCommit_SaysSoAndWritesAgainWhenThereIsRoom()
    {
        using var disk = new SmallDisk(megabytes: 4);
        await using var store = new HistoryStore(SqliteDatabase.InFile($"Data Source={disk.Path}/history.db", StoreUnderTest.Quota), TimeProvider.System);
        await store.OpenAsync(CancellationToken.None);
        var backlog = new HistoryBacklog();
        backlog.Add(Programme.Window(Noon), Programme.Segment(Noon, Noon + Programme.Hop)); // fits into SQLite's memory: only the commit writes
        var batch = backlog.Take();
        var ballast = disk.Fill();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => store.WriteAsync(batch, CancellationToken.None));

        Assert.True(store.Database.IsFull(error), error.ToString());
        File.Delete(ballast);
        await store.WriteAsync(batch, CancellationToken.None);
        Assert.Single(await new HistoryReader(store.Database).ReadWindowsAsync("fm", AllTime, null, 10, CancellationToken.None));
    }

    [Theory]
    [Stores]
    public async Task WriteAsync_Window_ReadsBackAsItWas(HistoryStoreKind kind)
    {
        await using var store = await StoreUnderTest.CreateAsync(kind, server);
        var written = Programme.Window(Noon);
        store.Backlog.Add(written, Programme.Segment(Noon, Noon + (2 * Programme.Hop)));
        await store.WriteAsync();

        var read = Assert.Single(await store.Reader.ReadWindowsAsync("fm", AllTime, null, 10, CancellationToken.None));

        Assert.Equal(written.Interval, read.Interval);
        Assert.Equal(written.Since, read.Since);
        Assert.Equal((written.Label, written.Activity, written.ClippedSamples, written.DroppedBefore), (read.Label, read.Activity, read.ClippedSamples, read.DroppedBefore));
        Assert.Equal((0.8f, 0.25f, -18.25f, -3.5f), (read.Confidence, read.Stability, read.RmsDbfs, read.PeakDbfs));
        Assert.Equal(written.Scores, read.Scores);
        Assert.Equal(written.Labels, read.Labels);
    }

    [Theory]
    [Stores]
    public async Task ReadWindowsAsync_PageByPage_GivesEachWindowOnceInOrder(HistoryStoreKind kind)
    {
        await using var store = await StoreUnderTest.CreateAsync(kind, server);
        Programme.Play(store.Backlog, Noon, ("jazz", Activity.Music, TimeSpan.FromMinutes(5)));
        await store.WriteAsync();
        var interval = new UtcInterval(Noon.AddMinutes(1), Noon.AddMinutes(4));

        var first = await store.Reader.ReadWindowsAsync("fm", interval, null, 60, CancellationToken.None);
        var second = await store.Reader.ReadWindowsAsync("fm", interval, first[^1].Interval.Start, 60, CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 90).Select(i => interval.Start + (i * Programme.Hop)), first.Concat(second).Select(w => w.Interval.Start));
    }

    [Theory]
    [Stores]
    public async Task ReadSegmentsAsync_PageByPage_GivesThoseThatTouchNewestFirst(HistoryStoreKind kind)
    {
        await using var store = await StoreUnderTest.CreateAsync(kind, server);
        for (var i = 0; i < 20; i++)
        {
            store.Backlog.Close(Programme.Segment(Noon.AddMinutes(i), Noon.AddMinutes(i + 1), i % 2 == 0 ? "jazz" : "rock"), isEnd: false);
        }
        await store.WriteAsync();
        var interval = new UtcInterval(Noon.AddMinutes(3.5), Noon.AddMinutes(9)); // begins within the fourth, ends as the tenth begins

        var first = await store.Reader.ReadSegmentsAsync("fm", interval, null, 4, CancellationToken.None);
        var second = await store.Reader.ReadSegmentsAsync("fm", interval, first[^1].Interval.Start, 4, CancellationToken.None);

        Assert.Equal([8, 7, 6, 5, 4, 3], first.Concat(second).Select(s => (s.Interval.Start - Noon).TotalMinutes));
        Assert.Equal(("jazz", Activity.Music, 30, 0.8f), (first[0].Label, first[0].Activity, first[0].WindowCount, first[0].MeanConfidence));
        Assert.Empty(await store.Reader.ReadSegmentsAsync("elsewhere", AllTime, null, 4, CancellationToken.None));
    }

    [Theory]
    [Stores]
    public async Task WriteAsync_TheSameBatchAgain_CountsItOnce(HistoryStoreKind kind)
    {
        await using var store = await StoreUnderTest.CreateAsync(kind, server);
        Programme.Play(store.Backlog, Noon, ("jazz", Activity.Music, TimeSpan.FromMinutes(10)));
        var batch = store.Backlog.Take();

        await store.Store.WriteAsync(batch, CancellationToken.None);
        await store.Store.WriteAsync(batch, CancellationToken.None); // as after a lost answer

        Assert.Equal(TimeSpan.FromMinutes(10), (await MeasureAsync(store, Noon, Noon.AddHours(1))).Heard);
    }

    [Theory]
    [Stores]
    public async Task MeasureAsync_Quarters_AddUpToWhatWasHeard(HistoryStoreKind kind)
    {
        await using var store = await StoreUnderTest.CreateAsync(kind, server);
        Programme.Play(store.Backlog, Noon.AddMinutes(5),
            ("jazz", Activity.Music, TimeSpan.FromMinutes(20)), ("none", Activity.Speech, TimeSpan.FromMinutes(10)), ("rock", Activity.Music, TimeSpan.FromMinutes(15)));
        await store.WriteAsync(); // in several batches, and quarters are added to

        var quarters = Enumerable.Range(0, 4).Select(i => new UtcInterval(Noon.AddMinutes(15 * i), Noon.AddMinutes(15 * (i + 1)))).ToList();
        var measured = await store.Reader.MeasureAsync("fm", [.. quarters, new(Noon, Noon.AddHours(1))], CancellationToken.None);

        Assert.Equal([10, 15, 15, 5, 45], measured.Select(m => m.Heard.TotalMinutes));
        Assert.Equal([5, 0, 0, 10, 15], measured.Select(m => m.Missing.TotalMinutes));
        Assert.Equal([("jazz", Activity.Music, 10.0), ("none", Activity.Speech, 5.0)], measured[1].Shares.Select(s => (s.Label, s.Activity, s.Duration.TotalMinutes)));
        Assert.All(measured[4].Shares, s => Assert.Equal(0.8f, s.MeanConfidence, 1e-4));
    }

    [Theory]
    [Stores]
    public async Task MeasureAsync_BetweenQuarters_IsExact(HistoryStoreKind kind)
    {
        await using var store = await StoreUnderTest.CreateAsync(kind, server);
        Programme.Play(store.Backlog, Noon, ("jazz", Activity.Music, TimeSpan.FromMinutes(4)), ("rock", Activity.Music, TimeSpan.FromMinutes(4)));
        await store.WriteAsync();

        var measured = await MeasureAsync(store, Noon.AddMinutes(3), Noon.AddMinutes(7)); // the open segment reaches beyond

        Assert.Equal([("rock", 3.0), ("jazz", 1.0)], measured.Shares.Select(s => (s.Label, s.Duration.TotalMinutes)));
    }

    [Theory]
    [Stores]
    public async Task Close_AtAGap_CountsTheRestOfTheLastWindow(HistoryStoreKind kind)
    {
        await using var store = await StoreUnderTest.CreateAsync(kind, server);
        Programme.Play(store.Backlog, Noon, ("jazz", Activity.Music, TimeSpan.FromMinutes(1)));
        var end = Noon.AddMinutes(1) + Programme.Hop; // of the last window, which is longer than a hop

        store.Backlog.Close(Programme.Segment(Noon, end), isEnd: true);
        await store.WriteAsync();

        Assert.Equal(end - Noon, (await MeasureAsync(store, Noon, Noon.AddHours(1))).Heard);
        Assert.Equal(end - Noon, (await MeasureAsync(store, Noon, Noon.AddMinutes(7))).Heard);
    }

    [Theory]
    [Stores]
    public async Task MeasureAsync_ABurstBringsMomentsAgain_CountsEachOnce(HistoryStoreKind kind)
    {
        await using var store = await StoreUnderTest.CreateAsync(kind, server);
        Programme.Play(store.Backlog, Noon, ("jazz", Activity.Music, TimeSpan.FromMinutes(10)));
        store.Backlog.Close(Programme.Segment(Noon, Noon.AddMinutes(10).AddSeconds(2)), isEnd: true);
        for (var reconnect = 1; reconnect <= 5; reconnect++) // each with the last 30 s once more, within a second
        {
            var from = Noon.AddMinutes(10).AddSeconds(-30 + reconnect);
            Programme.Play(store.Backlog, from, ("rock", Activity.Music, TimeSpan.FromSeconds(30)));
            store.Backlog.Close(Programme.Segment(from, from.AddSeconds(32), "rock"), isEnd: true);
        }
        await store.WriteAsync();

        var byQuarters = await MeasureAsync(store, Noon, Noon.AddMinutes(15));
        var bySegments = await MeasureAsync(store, Noon, Noon.AddMinutes(14));

        // 10 min and 2 s, and 1 s more with each reconnect.
        Assert.Equal([("jazz", 602.0), ("rock", 5.0)], byQuarters.Shares.Select(s => (s.Label, s.Duration.TotalSeconds)));
        Assert.Equal([("jazz", 602.0), ("rock", 5.0)], bySegments.Shares.Select(s => (s.Label, s.Duration.TotalSeconds)));
    }

    [Theory]
    [Stores]
    public async Task MeasureAsync_MomentsOfARunBefore_NoQuarterIsHeardForLonger(HistoryStoreKind kind)
    {
        if (kind == HistoryStoreKind.Memory)
        {
            return; // forgets
        }
        await using var store = await StoreUnderTest.CreateAsync(kind, server);
        Programme.Play(store.Backlog, Noon, ("jazz", Activity.Music, TimeSpan.FromMinutes(15)));
        await store.WriteAsync();
        await store.RestartAsync();

        var backlog = new HistoryBacklog(); // of the later run
        Programme.Play(backlog, Noon, ("rock", Activity.Music, TimeSpan.FromMinutes(5)));
        await store.Store.WriteAsync(backlog.Take(), CancellationToken.None);

        Assert.Equal(TimeSpan.FromMinutes(15), (await MeasureAsync(store, Noon, Noon.AddHours(1))).Heard);
    }

    [Theory]
    [Stores]
    public async Task WriteAsync_AfterARestart_ClosesTheSegmentThatWasOpen(HistoryStoreKind kind)
    {
        if (kind == HistoryStoreKind.Memory)
        {
            return; // forgets
        }
        await using var store = await StoreUnderTest.CreateAsync(kind, server);
        var now = DateTimeOffset.UtcNow; // too young to be closed for its age
        Programme.Play(store.Backlog, now, ("jazz", Activity.Music, TimeSpan.FromMinutes(1)));
        await store.WriteAsync();
        Assert.Empty(await store.Reader.ReadSegmentsAsync("fm", AllTime, null, 10, CancellationToken.None));

        await store.RestartAsync();
        Programme.Play(store.Backlog, now.AddMinutes(2), ("rock", Activity.Music, TimeSpan.FromMinutes(1)));
        await store.WriteAsync();

        var segment = Assert.Single(await store.Reader.ReadSegmentsAsync("fm", AllTime, null, 10, CancellationToken.None));
        Assert.Equal("jazz", segment.Label);
        Assert.Equal(TimeSpan.FromMinutes(1) + Programme.Hop, segment.Interval.Duration);
    }

    [Theory]
    [Stores]
    public async Task TrimAsync_ByAge_TakesWindowsAndLeavesSegmentsAndAirTime(HistoryStoreKind kind)
    {
        await using var store = await StoreUnderTest.CreateAsync(kind, server);
        for (var day = 0; day < 3; day++)
        {
            Programme.Play(store.Backlog, Noon.AddDays(day), ("jazz", Activity.Music, TimeSpan.FromMinutes(30)), ("rock", Activity.Music, TimeSpan.FromMinutes(2)));
            await store.WriteAsync();
        }

        await store.TrimAsync(new(Noon.AddDays(1.5), Noon.AddYears(-5), StoreUnderTest.Quota));

        var contents = await store.Reader.ReadContentsAsync(CancellationToken.None);
        Assert.Equal(Noon.AddDays(2), contents.OldestWindow);
        Assert.Equal(Noon, contents.OldestSegment);
        Assert.Equal(TimeSpan.FromMinutes(32), (await MeasureAsync(store, Noon, Noon.AddHours(1))).Heard);
    }

    [Theory]
    [Stores]
    public async Task TrimAsync_SegmentsOutOfTime_TakesTheirAirTimeToo(HistoryStoreKind kind)
    {
        await using var store = await StoreUnderTest.CreateAsync(kind, server);
        foreach (var start in new[] { Noon, Noon.AddDays(100) })
        {
            Programme.Play(store.Backlog, start, ("jazz", Activity.Music, TimeSpan.FromMinutes(30)), ("rock", Activity.Music, TimeSpan.FromMinutes(2)));
            await store.WriteAsync();
        }

        await store.TrimAsync(new(Noon.AddDays(99), Noon.AddDays(99), StoreUnderTest.Quota));

        Assert.Equal(Noon.AddDays(100), (await store.Reader.ReadContentsAsync(CancellationToken.None)).OldestSegment);
        Assert.Empty((await MeasureAsync(store, Noon, Noon.AddHours(1))).Shares);
        Assert.Equal(TimeSpan.FromMinutes(32), (await MeasureAsync(store, Noon.AddDays(100), Noon.AddDays(100).AddHours(1))).Heard);
    }

    [Theory]
    [Stores]
    public async Task TrimAsync_OverTheQuota_TakesTheOldestWindowsFirst(HistoryStoreKind kind)
    {
        const long quota = 20 * 1_024 * 1_024;
        await using var store = await StoreUnderTest.CreateAsync(kind, server, quota);
        var limits = new HistoryLimits(Noon.AddYears(-1), Noon.AddYears(-1), 3 * 1_024 * 1_024);
        var end = Noon;
        for (var i = 0; i < 12; i++)
        {
            Programme.Play(store.Backlog, end, ("jazz", Activity.Music, TimeSpan.FromHours(2)), ("rock", Activity.Music, TimeSpan.FromHours(1)));
            end = end.AddHours(3);
            await store.WriteAsync();
            await store.TrimAsync(limits);
        }

        var contents = await store.Reader.ReadContentsAsync(CancellationToken.None);
        // SQLite's file keeps pages for the next rows, within its own quota.
        Assert.InRange(contents.Bytes, 1, kind == HistoryStoreKind.PostgreSql ? limits.MaxBytes : quota);
        Assert.InRange(contents.OldestWindow!.Value, Noon.AddMinutes(1), end);
        Assert.Equal(Noon, contents.OldestSegment);
        Assert.Equal(end - Noon, (await MeasureAsync(store, Noon, end)).Heard);
    }

    [Theory]
    [Stores]
    public async Task TryAsync_EmptyStore_MeasuresItAndLeavesItEmpty(HistoryStoreKind kind)
    {
        if (kind == HistoryStoreKind.Memory)
        {
            return; // there is nothing that could fail
        }
        await using var test = await StoreUnderTest.CreateAsync(kind, server);

        Assert.True(await test.Store.TryAsync(CancellationToken.None) > 0);

        await using var connection = await test.Store.Database.ConnectAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<DbException>(() => connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM segment"));
    }

    [Theory]
    [Stores]
    public async Task OpenAsync_SchemaOfALaterVersion_IsRefusedAndLeftAlone(HistoryStoreKind kind)
    {
        if (kind == HistoryStoreKind.Memory)
        {
            return; // is always new
        }
        await using var store = await StoreUnderTest.CreateAsync(kind, server);
        await store.Store.OpenAsync(CancellationToken.None);
        await using (var connection = await store.Store.Database.ConnectWriterAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("INSERT INTO history_schema (version, applied_us) VALUES (99, 0)");
        }

        var error = await Assert.ThrowsAsync<HistoryRefusedException>(store.RestartAsync);

        Assert.Contains("has schema version 99, and this daemon knows versions up to 1;", error.Message, StringComparison.Ordinal);
    }

    private static async Task<Airtime> MeasureAsync(StoreUnderTest store, DateTimeOffset from, DateTimeOffset to) =>
        Assert.Single(await store.Reader.MeasureAsync("fm", [new(from, to)], CancellationToken.None));
}
