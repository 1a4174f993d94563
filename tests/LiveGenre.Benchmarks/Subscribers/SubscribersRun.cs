using System.Net.Sockets;
using System.Text.Json;
using LiveGenre.Benchmarks.Stations;

namespace LiveGenre.Benchmarks.Subscribers;

/// <summary>
/// <c>subscribers [--count N] [--seconds S] [--connections C] [--stalled K]</c>: the whole daemon with one station, N
/// subscribers of it in another process over C HTTP/2 connections, and K that never read. After a warm-up it measures for S
/// seconds and prints one JSON line.
/// </summary>
internal static class SubscribersRun
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Hop = TimeSpan.FromSeconds(2);

    /// <summary>As a sound card delivers.</summary>
    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new CommandArguments(args, ["--count", "--seconds", "--connections", "--stalled"]);
        var (count, seconds) = ((int)arguments.Number("--count", 2_000), arguments.Number("--seconds", 30));
        var (connections, stalled) = ((int)arguments.Number("--connections", 100), (int)arguments.Number("--stalled", 1));
        using var meter = new ProcessMeter(sampleAllocations: false);
        await using var daemon = await StationDaemon.StartAsync(1, Hop, Block, []);
        var from = daemon.Times.Start + StationTimes.Ticks(WarmUp);
        var to = from + StationTimes.Ticks(TimeSpan.FromSeconds(seconds));
        using var watching = SubscriberProcess.Start(daemon.GrpcAddress, [0], count, connections, daemon.Times, from, to);
        var idle = new List<TcpClient>();
        for (var i = 0; i < stalled; i++)
        {
            idle.Add(await StalledSubscriber.OpenAsync(daemon.GrpcAddress, StationTimes.IdOf(0)));
        }
        await SubscriberProcess.WaitUntilReadyAsync(watching);

        await StationTimes.WaitUntilAsync(from);
        var before = daemon.Statuses[0].WindowCount;
        meter.Begin();
        await StationTimes.WaitUntilAsync(to);
        var (windows, cores, memory) = (daemon.Statuses[0].WindowCount - before, meter.Cores, ProcessMeter.ResidentBytes);
        var received = await SubscriberProcess.ReadResultAsync(watching);
        idle.ForEach(client => client.Dispose());
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            subscribers = received.Subscribers,
            connections,
            stalled,
            seconds,
            windows,
            received = received.Windows,
            missed = received.Missed,
            p50_ms = received.P50Ms,
            p99_ms = received.P99Ms,
            max_ms = received.MaxMs,
            cpu_cores = Math.Round(cores, 2),
            rss_mb = memory / 1_000_000,
            subscribers_cpu_cores = received.CpuCores,
        }));
        return received.Missed == 0 && received.Windows > 0 ? 0 : 1;
    }
}
