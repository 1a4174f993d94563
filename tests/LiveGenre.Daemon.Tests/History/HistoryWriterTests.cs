using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.History.Storage;
using LiveGenre.Daemon.Tests.History.Support;
using LiveGenre.Protocol.V1;
using Microsoft.Data.Sqlite;

namespace LiveGenre.Daemon.Tests.History;

[Collection(HistoryStores.Name)]
public sealed class HistoryWriterTests(PostgreSqlServer server) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-");

    [SmallDiskFact]
    public async Task ExecuteAsync_DiskFull_GoesOnCountsAndCatchesUp()
    {
        using var disk = new SmallDisk(megabytes: 24);
        await using var history = new WriterUnderTest(SqliteDatabase.InFile($"Data Source={disk.Path}/history.db", StoreUnderTest.Quota));
        await history.Writer.OpenAsync(CancellationToken.None);
        await history.Writer.StartAsync(CancellationToken.None);
        var before = TimeSpan.FromMinutes(20);
        Programme.Play(history.Backlog, Programme.Noon, ("jazz", Activity.Music, before));
        await history.UntilHeardAsync(before);

        var ballast = disk.Fill();
        // More than the log has room for, and more than waits: 60 hours of one source.
        var during = TimeSpan.FromHours(60);
        Programme.Play(history.Backlog, Programme.Noon + before, ("rock", Activity.Music, during));
        await WriterUnderTest.UntilAsync(() => Task.FromResult(history.Writer.Trouble is not null), "the trouble is shown");
        Assert.Contains("full", history.Writer.Trouble, StringComparison.Ordinal);
        Assert.InRange(history.Backlog.LostWindows, 1, 60 * 1_800);

        File.Delete(ballast);
        await history.UntilHeardAsync(before + during); // air time survives even where windows were lost
        await WriterUnderTest.UntilAsync(() => Task.FromResult(history.Writer.Trouble is null), "the trouble is over");
        Assert.Equal([400, 401, 402], history.Logged.Distinct()); // an outage is logged once, and its end
        Assert.Single(history.Logged, 401);
    }

    [PostgreSqlFact]
    public async Task ExecuteAsync_ServerCrashesAndComesBack_LosesAndDoublesNothing()
    {
        await using var history = new WriterUnderTest(new PostgreSqlDatabase(await server.NewStoreAsync()));
        await history.Writer.OpenAsync(CancellationToken.None);
        await history.Writer.StartAsync(CancellationToken.None);
        var part = TimeSpan.FromMinutes(30);
        Programme.Play(history.Backlog, Programme.Noon, ("jazz", Activity.Music, part), ("rock", Activity.Music, part));
        await history.UntilHeardAsync(2 * part);

        await server.CrashAsync();
        Programme.Play(history.Backlog, Programme.Noon + (2 * part), ("jazz", Activity.Music, part));
        await WriterUnderTest.UntilAsync(() => Task.FromResult(history.Writer.Trouble is not null), "the trouble is shown");
        await server.StartAsync();

        await history.UntilHeardAsync(3 * part);
        var measured = await history.Reader.MeasureAsync("fm", [new(Programme.Noon, Programme.Noon.AddDays(1))], CancellationToken.None);
        Assert.Equal(3 * part, measured[0].Heard);
        Assert.Equal(0, history.Backlog.LostWindows);
        await WriterUnderTest.UntilAsync(() => Task.FromResult(history.Writer.Trouble is null), "the trouble is over");
    }

    [PostgreSqlFact]
    public async Task OpenAsync_ServerAway_StartsAllTheSame()
    {
        await using var history = new WriterUnderTest(new PostgreSqlDatabase("Host=127.0.0.1;Port=1;Username=livegenre;Timeout=5"));

        await history.Writer.OpenAsync(CancellationToken.None);

        Assert.StartsWith("livegenre on 127.0.0.1:1: ", history.Writer.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_QuotaReached_MakesRoomByItself()
    {
        // 16 MiB are the log's; what is left holds about a day of one source.
        const long quota = 20 * 1_024 * 1_024;
        var file = Path.Combine(_folder.FullName, "history.db");
        await using var history = new WriterUnderTest(SqliteDatabase.InFile($"Data Source={file}", quota), quota);
        await history.Writer.StartAsync(CancellationToken.None);
        var played = TimeSpan.Zero;
        while (played < TimeSpan.FromDays(3))
        {
            Programme.Play(history.Backlog, Programme.Noon + played, ("jazz", Activity.Music, TimeSpan.FromHours(24)));
            played += TimeSpan.FromHours(24);
            await WriterUnderTest.UntilAsync(() => Task.FromResult(history.Backlog.WaitingWindows == 0), "all windows are taken");
        }
        var last = Programme.Noon + played - Programme.Hop;
        await WriterUnderTest.UntilAsync(
            async () => (await history.Reader.ReadWindowsAsync("fm", new(last, last.AddSeconds(1)), null, 1, CancellationToken.None)).Count == 1, "the last window is stored");

        var contents = await history.Reader.ReadContentsAsync(CancellationToken.None);
        Assert.InRange(contents.Bytes, 1, quota);
        Assert.True(contents.OldestWindow > Programme.Noon);
        Assert.Equal(0, history.Backlog.LostWindows);
    }

    [Fact]
    public async Task StopAsync_WithWindowsWaiting_WritesThem()
    {
        var file = Path.Combine(_folder.FullName, "history.db");
        var part = TimeSpan.FromMinutes(5);
        await using (var history = new WriterUnderTest(SqliteDatabase.InFile($"Data Source={file}", StoreUnderTest.Quota)))
        {
            await history.Writer.StartAsync(CancellationToken.None);
            Programme.Play(history.Backlog, Programme.Noon, ("jazz", Activity.Music, part));
        }

        await using var reopened = SqliteDatabase.InFile($"Data Source={file}", StoreUnderTest.Quota);
        var measured = await new HistoryReader(reopened).MeasureAsync("fm", [new(Programme.Noon, Programme.Noon.AddHours(1))], CancellationToken.None);
        Assert.Equal(part, measured[0].Heard);
    }

    [Fact]
    public async Task StopAsync_StoreIsBackSinceAMoment_WritesWhatWaits()
    {
        var disk = Path.Combine(_folder.FullName, "disk");
        await File.WriteAllTextAsync(disk, "not mounted yet");
        var part = TimeSpan.FromMinutes(5);
        await using (var history = new WriterUnderTest(SqliteDatabase.InFile($"Data Source={disk}/history.db", StoreUnderTest.Quota)))
        {
            await history.Writer.OpenAsync(CancellationToken.None);
            await history.Writer.StartAsync(CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(2)); // the next try is seconds off by then
            Programme.Play(history.Backlog, Programme.Noon, ("jazz", Activity.Music, part));
            File.Delete(disk);
        }

        await using var reopened = SqliteDatabase.InFile($"Data Source={disk}/history.db", StoreUnderTest.Quota);
        var measured = await new HistoryReader(reopened).MeasureAsync("fm", [new(Programme.Noon, Programme.Noon.AddHours(1))], CancellationToken.None);
        Assert.Equal(part, measured[0].Heard);
    }

    [Fact]
    public async Task ExecuteAsync_FileDeletedWhileItIsUsed_IsMadeAnewAndReadFrom()
    {
        var file = Path.Combine(_folder.FullName, "history.db");
        await using var history = new WriterUnderTest(SqliteDatabase.InFile($"Data Source={file}", StoreUnderTest.Quota));
        await history.Writer.OpenAsync(CancellationToken.None);
        await history.Writer.StartAsync(CancellationToken.None);
        var part = TimeSpan.FromMinutes(5);
        Programme.Play(history.Backlog, Programme.Noon, ("jazz", Activity.Music, part));
        await history.UntilHeardAsync(part);

        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            File.Delete(file + suffix);
        }
        Programme.Play(history.Backlog, Programme.Noon + part, ("rock", Activity.Music, 2 * part));

        await WriterUnderTest.UntilAsync(
            async () =>
            {
                try
                {
                    var measured = await history.Reader.MeasureAsync("fm", [new(Programme.Noon, Programme.Noon.AddHours(1))], CancellationToken.None);
                    return measured[0].Shares is [{ Label: "rock" } rock] && rock.Duration == 2 * part;
                }
                catch (SqliteException)
                {
                    return false; // while it is made
                }
            },
            "what came since is read");
    }

    [Fact]
    public async Task ConnectAsync_FileThatIsMissing_MakesNone()
    {
        var file = Path.Combine(_folder.FullName, "history.db");
        await using var database = SqliteDatabase.InFile($"Data Source={file}", StoreUnderTest.Quota);

        await Assert.ThrowsAsync<SqliteException>(() => database.ConnectAsync(CancellationToken.None));

        Assert.False(File.Exists(file)); // or the writer would not know that its own is gone
    }

    [Fact]
    public async Task OpenAsync_FileThatIsNoDatabase_StopsTheStartWithAFix()
    {
        var file = Path.Combine(_folder.FullName, "history.db");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("something else entirely. ", 500)));
        await using var history = new WriterUnderTest(SqliteDatabase.InFile($"Data Source={file}", StoreUnderTest.Quota));

        var error = await Assert.ThrowsAsync<SettingsException>(() => history.Writer.OpenAsync(CancellationToken.None));

        Assert.Equal([$"LiveGenre:History: {file} is no SQLite database; move it away, or name another file."], error.Errors);
    }

    [Fact]
    public async Task OpenAsync_FileOfAnotherDaemon_StopsTheStartWithAFix()
    {
        var file = Path.Combine(_folder.FullName, "history.db");
        await using var first = new WriterUnderTest(SqliteDatabase.InFile($"Data Source={file}", StoreUnderTest.Quota));
        await first.Writer.OpenAsync(CancellationToken.None);
        await using var second = new WriterUnderTest(SqliteDatabase.InFile($"Data Source={file}", StoreUnderTest.Quota));

        var error = await Assert.ThrowsAsync<SettingsException>(() => second.Writer.OpenAsync(CancellationToken.None));

        Assert.StartsWith($"LiveGenre:History: {file} is in use by another daemon;", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_ForLongWithoutAWriter_DropsTheOldestAndKeepsCount()
    {
        var backlog = new HistoryBacklog();
        Programme.Play(backlog, Programme.Noon, ("jazz", Activity.Music, (HistoryBacklog.MaxWindows + 10) * Programme.Hop));

        var batch = backlog.Take();

        Assert.Equal(10, backlog.LostWindows);
        Assert.Equal(Programme.Noon + (10 * Programme.Hop), batch.Windows[0].Interval.Start);
        Assert.Equal((HistoryBacklog.MaxWindows + 10) * Programme.Hop, TimeSpan.FromTicks(batch.Airtime.Sum(a => a.Duration.Ticks)));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
