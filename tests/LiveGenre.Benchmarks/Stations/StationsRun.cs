using System.Diagnostics;
using System.Text.Json;
using LiveGenre.Benchmarks.Subscribers;
using LiveGenre.Daemon;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveGenre.Benchmarks.Stations;

/// <summary>
/// <c>stations [--count N] [--seconds S] [--subscribers M] [--block-ms B] [--allocations]</c>: the whole daemon with N stereo
/// stations in real time, half of them at 44.1 and half at 48 kHz, history in SQLite on disk, and M gRPC subscribers in
/// another process. After a warm-up it measures for S seconds and prints one JSON line. Feeding the sound is in the figures.
/// </summary>
internal static class StationsRun
{
    /// <summary>Code is compiled, buffers are made, and every station has had windows.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    /// <summary>What the daemon needs to be up, and a station more on top of it.</summary>
    private static readonly TimeSpan StartUp = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan StartUpOfAStation = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan Hop = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new CommandArguments(args);
        var (count, seconds) = ((int)arguments.Number("--count", 1_000), arguments.Number("--seconds", 60));
        var subscribers = (int)arguments.Number("--subscribers", 100);
        var block = TimeSpan.FromMilliseconds(arguments.Number("--block-ms", 50));
        var folder = Directory.CreateTempSubdirectory("livegenre-stations-");
        var configuration = Configure(count, folder.FullName, arguments);

        using var clock = new StationClock();
        using var meter = new ProcessMeter(arguments.Has("--allocations"));
        var times = new StationTimes(After(Stopwatch.GetTimestamp(), StartUp + (count * StartUpOfAStation)), Ticks(Hop) / count);
        await using var app = DaemonHost.Build(configuration, SettingsReader.Read(configuration), source => Open(source, times, block, clock), TimeProvider.System);
        await app.StartAsync();
        var from = After(times.Start, Hop + WarmUp);
        var to = After(from, TimeSpan.FromSeconds(seconds));
        using var watching = SubscriberProcess.Start(
            app.Urls.Last(), Enumerable.Range(0, subscribers).Select(i => (int)((long)i * count / subscribers)),
            subscribers, 1 + (subscribers / 50), times, from, to);
        await watching.StandardOutput.ReadLineAsync();

        var statuses = app.Services.GetRequiredService<SourceFeeds>().All.Select(f => f.Status).ToList();
        await WaitUntilAsync(from);
        var before = Counts.Of(statuses);
        meter.Begin();
        await WaitUntilAsync(to);
        var counts = Counts.Of(statuses).Since(before);
        var figures = new
        {
            stations = count,
            seconds,
            windows = counts.Windows,
            dropped_windows = counts.Dropped,
            cpu_cores = Math.Round(meter.Cores, 2),
            rss_mb = ProcessMeter.ResidentBytes / 1_000_000,
            gc_pause_max_ms = Math.Round(meter.LongestPause.TotalMilliseconds, 1),
            alloc_bytes_per_window = meter.AllocatedBytes / Math.Max(1, counts.Windows),
        };
        var allocations = meter.TopAllocations(40);
        var received = await SubscriberProcess.ReadResultAsync(watching);
        await app.StopAsync();
        folder.Delete(recursive: true);
        foreach (var (type, bytes) in allocations)
        {
            Console.Error.WriteLine($"{(double)bytes / counts.Windows,8:0} B a window  {type}");
        }
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            figures.stations,
            figures.seconds,
            figures.windows,
            figures.dropped_windows,
            figures.cpu_cores,
            p50_ms = received.P50Ms,
            p99_ms = received.P99Ms,
            figures.rss_mb,
            figures.gc_pause_max_ms,
            figures.alloc_bytes_per_window,
            max_ms = received.MaxMs,
            lost_samples = counts.LostSamples,
            subscribers = received.Subscribers,
            subscribers_missed = received.Missed,
            subscribers_cpu_cores = received.CpuCores,
        }));
        return counts.Windows > 0 ? 0 : 1;
    }

    private static IConfigurationRoot Configure(int count, string folder, CommandArguments arguments)
    {
        var settings = new Dictionary<string, string?>
        {
            ["LiveGenre:DataFolder"] = folder,
            ["LiveGenre:Serving:PageUrl"] = "http://127.0.0.1:0",
            ["LiveGenre:Serving:GrpcUrl"] = "http://127.0.0.1:0",
            ["LiveGenre:Model:Threads"] = arguments.Text("--threads", "1"),
            ["LiveGenre:Model:MaxBatch"] = arguments.Text("--max-batch", "32"),
            ["Logging:LogLevel:Default"] = "Warning",
        };
        for (var i = 0; i < count; i++)
        {
            settings[$"LiveGenre:Sources:{i}:Id"] = StationTimes.IdOf(i);
            settings[$"LiveGenre:Sources:{i}:Address"] = StationTimes.IdOf(i);
        }
        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }

    private static StationSource Open(SourceOptions source, StationTimes times, TimeSpan block, StationClock clock)
    {
        var number = StationTimes.NumberOf(source.Id);
        return new(source.Id, number, times.DueAt(number, TimeSpan.Zero), block, clock);
    }

    private static async Task WaitUntilAsync(long timestamp)
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp);
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    private static long After(long timestamp, TimeSpan time) => timestamp + Ticks(time);

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    /// <summary>What all stations have counted.</summary>
    private readonly record struct Counts(long Windows, long Dropped, long LostSamples)
    {
        public static Counts Of(List<SourceStatus> statuses) =>
            new(statuses.Sum(s => s.WindowCount), statuses.Sum(s => s.DroppedWindowCount), statuses.Sum(s => s.LostSampleCount));

        public Counts Since(Counts before) => new(Windows - before.Windows, Dropped - before.Dropped, LostSamples - before.LostSamples);
    }
}
