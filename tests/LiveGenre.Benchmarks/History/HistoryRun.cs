using System.Diagnostics;
using System.Text.Json;
using Dapper;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.History.Storage;
using Activity = LiveGenre.Protocol.V1.Activity;

namespace LiveGenre.Benchmarks.History;

/// <summary>
/// <c>history [--sources N] [--days D] [--window-days W] [--store sqlite|postgresql] [--connection TEXT]</c>: makes D days of N
/// sources, windows of the last W days among them, and prints one JSON line: how long a month's report by the hour and a page of 100
/// segments take, of a random source and time each. The first source's programme is written as the daemon writes; the others
/// get copies of it, in the order of time, as they would arrive.
/// </summary>
internal static class HistoryRun
{
    private const int Reports = 40;
    private const int Pages = 200;
    private const int PageSize = 100;

    private static readonly TimeSpan Hop = TimeSpan.FromSeconds(2);

    private static readonly string[] Genres = ["blues", "classical", "country", "disco", "electronic", "hiphop", "jazz", "metal", "pop", "reggae", "rock"];

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new CommandArguments(args, ["--sources", "--days", "--window-days", "--store", "--connection"]);
        var (sources, days, windowDays) = (
            (int)arguments.Number("--sources", 100), (int)arguments.Number("--days", 365), (int)arguments.Number("--window-days", 1));
        var store = arguments.Text("--store", "sqlite");
        var folder = Directory.CreateTempSubdirectory("livegenre-history-");
        IHistoryDatabase database = store switch
        {
            "sqlite" => SqliteDatabase.InFile(arguments.Text("--connection", $"Data Source={folder.FullName}/history.db"), 1L << 40),
            "postgresql" => new PostgreSqlDatabase(arguments.Text("--connection", "Host=127.0.0.1;Username=livegenre;Database=livegenre")),
            _ => throw new UsageException($"--store {store} is not allowed; sqlite or postgresql."),
        };
        await using (var history = new HistoryStore(database, TimeProvider.System))
        {
            var end = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            var start = end.AddDays(-days);
            var clock = Stopwatch.StartNew();
            var reader = new HistoryReader(database);
            await history.OpenAsync(CancellationToken.None);
            // A store that --connection names, and that an earlier run has filled, is taken as it is.
            if (!await reader.HasSourceAsync(SourceId(0), CancellationToken.None))
            {
                await FillAsync(history, start, end, sources, end.AddDays(-windowDays));
            }
            var filled = clock.Elapsed;
            var random = new Random(1);
            string AnySource() => SourceId(random.Next(sources));
            DateTimeOffset AnyTime(TimeSpan before) => start + TimeSpan.FromHours(Math.Floor(random.NextDouble() * Math.Max(0, (end - start - before).TotalHours)));
            var reports = await MeasureAsync(Reports, async () =>
            {
                var from = AnyTime(TimeSpan.FromDays(31));
                var hours = Enumerable.Range(0, 31 * 24).Select(h => new UtcInterval(from.AddHours(h), from.AddHours(h + 1))).ToList();
                return (await reader.MeasureAsync(AnySource(), [.. hours, new(from, from.AddDays(31))], CancellationToken.None)).Count;
            });
            var pages = await MeasureAsync(Pages, async () => (await reader.ReadSegmentsAsync(
                AnySource(), new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue), AnyTime(TimeSpan.Zero), PageSize, CancellationToken.None)).Count);
            var contents = await reader.ReadContentsAsync(CancellationToken.None);
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                store,
                sources,
                days,
                window_days = windowDays,
                rows = await CountAsync(database),
                megabytes = contents.Bytes / 1_000_000,
                fill_s = Math.Round(filled.TotalSeconds),
                report_ms = reports,
                page_ms = pages,
            }));
        }
        folder.Delete(recursive: true);
        return 0;
    }

    private static string SourceId(int number) => $"station-{number}";

    private static async Task FillAsync(HistoryStore store, DateTimeOffset start, DateTimeOffset end, int sources, DateTimeOffset windowsFrom)
    {
        var backlog = new HistoryBacklog();
        // Names only, so that the copies have their sources.
        await store.WriteAsync(new HistoryBatch { Number = -1, ClosedSources = [.. Enumerable.Range(0, sources).Select(SourceId)] }, CancellationToken.None);
        foreach (var (from, to, label, activity) in Broadcast(start, end))
        {
            for (var at = from; at < to; at += Hop)
            {
                var window = Window(at, label, activity);
                backlog.Add(window, new(SourceId(0), new(from, at + (2 * Hop)), label, activity, window.Confidence, 1));
            }
            backlog.Close(new(SourceId(0), new(from, to), label, activity, 0.8f, (int)((to - from) / Hop)), isEnd: false);
            if (backlog.WaitingWindows >= HistoryBacklog.MaxWindows / 2)
            {
                await WriteAsync(store, backlog, windowsFrom);
            }
        }
        await WriteAsync(store, backlog, windowsFrom);
        await using var connection = await store.Database.ConnectWriterAsync(CancellationToken.None);
        for (var day = start; day < end; day = day.AddDays(1))
        {
            await CopyDayAsync(connection, UnixMicroseconds.Of(day), UnixMicroseconds.Of(day.AddDays(1)));
        }
        // Dapper takes a single word for a stored procedure.
        await connection.ExecuteAsync("ANALYZE", commandTimeout: 0, commandType: System.Data.CommandType.Text);
    }

    private static async Task WriteAsync(HistoryStore store, HistoryBacklog backlog, DateTimeOffset windowsFrom)
    {
        for (var batch = backlog.Take(); !batch.IsEmpty; batch = backlog.Take())
        {
            batch.Windows.RemoveAll(w => w.Interval.Start < windowsFrom);
            if (!batch.IsEmpty)
            {
                await store.WriteAsync(batch, CancellationToken.None);
            }
        }
    }

    private static async Task CopyDayAsync(System.Data.Common.DbConnection connection, long from, long to)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var (table, columns) in new[]
        {
            ("segment", "start_us, end_us, label_key, activity, confidence, window_count"),
            ("airtime", "start_us, activity, label_key, duration_us, confidence_us"),
            ("heard_window", "start_us, length_us, label_key, activity, confidence, stability, held_us, rms, peak, clipped, dropped, label_set_key, scores"),
        })
        {
            var own = string.Join(", ", columns.Split(", ").Select(c => $"t.{c}"));
            await connection.ExecuteAsync(
                $"""
                INSERT INTO {table} (source_key, {columns}) SELECT s.source_key, {own} FROM {table} t CROSS JOIN audio_source s
                WHERE t.source_key = (SELECT source_key FROM audio_source WHERE source_id = @first) AND s.source_key <> t.source_key
                  AND t.start_us >= @from AND t.start_us < @to ORDER BY t.start_us, s.source_key
                """, new { from, to, first = SourceId(0) }, transaction, commandTimeout: 0);
        }
        await transaction.CommitAsync();
    }

    /// <summary>A music station: songs, most of them of its own genre, and talk after every third.</summary>
    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To, string Label, Activity Activity)> Broadcast(DateTimeOffset start, DateTimeOffset end)
    {
        var random = new Random(2);
        var at = start;
        while (at < end)
        {
            var song = at + (Hop * random.Next(75, 150));
            yield return (at, song, random.NextDouble() < 0.6 ? "rock" : Genres[random.Next(Genres.Length)], Activity.Music);
            at = song;
            if (random.Next(3) == 0)
            {
                var talk = at + (Hop * random.Next(10, 60));
                yield return (at, talk, "none", Activity.Speech);
                at = talk;
            }
        }
    }

    private static WindowRecord Window(DateTimeOffset at, string label, Activity activity) => new()
    {
        SourceId = SourceId(0),
        Interval = new(at, at + (2 * Hop)),
        Heard = new(at, at + Hop),
        Label = label,
        Confidence = 0.8f,
        Since = at,
        Activity = activity,
        RmsDbfs = -18,
        PeakDbfs = -3,
        Labels = Genres,
        Scores = new byte[26],
    };

    private static async Task<object> CountAsync(IHistoryDatabase database)
    {
        await using var connection = await database.ConnectAsync(CancellationToken.None);
        Task<long> Of(string table) => connection.ExecuteScalarAsync<long>(new CommandDefinition($"SELECT COUNT(*) FROM {table}", commandTimeout: 0));
        return new { segments = await Of("segment"), airtime = await Of("airtime"), windows = await Of("heard_window") };
    }

    /// <summary>Milliseconds of a question asked again and again; the first answer, while code is being compiled, apart.</summary>
    private static async Task<object> MeasureAsync(int times, Func<Task<int>> ask)
    {
        var all = new List<double>();
        for (var i = 0; i <= times; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await ask();
            all.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        var later = all.Skip(1).Order().ToArray();
        return new
        {
            first = Math.Round(all[0], 1),
            p50 = Math.Round(later[times / 2], 1),
            p99 = Math.Round(later[(int)(times * 0.99)], 1),
            max = Math.Round(later[^1], 1),
        };
    }
}
