using System.Text.Json;
using LiveGenre.Benchmarks.Subscribers;
using LiveGenre.Daemon.Serving;

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

    private static readonly TimeSpan Hop = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new CommandArguments(args, ["--count", "--seconds", "--subscribers", "--block-ms", "--threads", "--max-batch"], "--allocations");
        var (count, seconds) = ((int)arguments.Number("--count", 1_000), arguments.Number("--seconds", 60));
        var subscribers = (int)arguments.Number("--subscribers", 100);
        using var meter = new ProcessMeter(arguments.Has("--allocations"));
        await using var daemon = await StationDaemon.StartAsync(
            count, Hop, TimeSpan.FromMilliseconds(arguments.Number("--block-ms", 50)), Settings(arguments));
        var from = daemon.Times.Start + StationTimes.Ticks(Hop + WarmUp);
        var to = from + StationTimes.Ticks(TimeSpan.FromSeconds(seconds));
        using var watching = SubscriberProcess.Start(
            daemon.GrpcAddress, Enumerable.Range(0, subscribers).Select(i => (int)((long)i * count / subscribers)),
            subscribers, 1 + (subscribers / 50), daemon.Times, from, to);
        await SubscriberProcess.WaitUntilReadyAsync(watching);

        await StationTimes.WaitUntilAsync(from);
        var before = Counts.Of(daemon.Statuses);
        meter.Begin();
        await StationTimes.WaitUntilAsync(to);
        var counts = Counts.Of(daemon.Statuses).Since(before);
        var (cores, memory, pause, allocated) = (meter.Cores, ProcessMeter.ResidentBytes, meter.LongestPause, meter.AllocatedBytes);
        var widened = daemon.Statuses.Count(s => s.Stride > 1);
        var allocations = meter.TopAllocations(40);
        var received = await SubscriberProcess.ReadResultAsync(watching);
        foreach (var (type, bytes) in allocations)
        {
            Console.Error.WriteLine($"{(double)bytes / counts.Windows,8:0} B a window  {type}");
        }
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            stations = count,
            seconds,
            windows = counts.Windows,
            dropped_windows = counts.Dropped,
            cpu_cores = Math.Round(cores, 2),
            p50_ms = received.P50Ms,
            p99_ms = received.P99Ms,
            rss_mb = memory / 1_000_000,
            gc_pause_max_ms = Math.Round(pause.TotalMilliseconds, 1),
            alloc_bytes_per_window = allocated / Math.Max(1, counts.Windows),
            max_ms = received.MaxMs,
            lost_samples = counts.LostSamples,
            stations_with_wider_hop = widened,
            subscribers = received.Subscribers,
            subscribers_missed = received.Missed,
            subscribers_cpu_cores = received.CpuCores,
        }));
        return counts.Windows > 0 ? 0 : 1;
    }

    private static Dictionary<string, string?> Settings(CommandArguments arguments) => new()
    {
        ["LiveGenre:Model:Threads"] = arguments.Text("--threads", "1"),
        ["LiveGenre:Model:MaxBatch"] = arguments.Text("--max-batch", "8"),
    };

    /// <summary>What all stations have counted.</summary>
    private readonly record struct Counts(long Windows, long Dropped, long LostSamples)
    {
        public static Counts Of(IReadOnlyList<SourceStatus> statuses) =>
            new(statuses.Sum(s => s.WindowCount), statuses.Sum(s => s.DroppedWindowCount), statuses.Sum(s => s.LostSampleCount));

        public Counts Since(Counts before) => new(Windows - before.Windows, Dropped - before.Dropped, LostSamples - before.LostSamples);
    }
}
