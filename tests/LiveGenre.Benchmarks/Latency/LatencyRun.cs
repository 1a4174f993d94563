using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LiveGenre.Daemon;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Benchmarks.Latency;

/// <summary>
/// <c>latency [--sources N] [--seconds S]</c>: the whole daemon on loopback ports, N marked signals at 44.1 kHz, a gRPC
/// subscriber for each. After two marks of warm-up it prints one JSON line: from the last sample of a marked window to the client's receipt.
/// </summary>
internal static class LatencyRun
{
    // The model's grid at 22,050 Hz in frames at 44,100 Hz: windows of 171 × 512 + 2,048 samples every 86 × 512.
    private const long WindowFrames = ((171 * 512) + 2_048) * 2;
    private const long HopFrames = 86 * 512 * 2;

    // A mark stays in a window for two further hops; every fourth window's end is marked.
    private const int MarkedEvery = 4;
    private const int ClickFrames = 64;
    private const float MarkedPeakDbfs = -6;

    /// <summary>Marks of each source that are played first and not counted: code is still being compiled.</summary>
    private const int WarmUpMarks = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new CommandArguments(args, ["--sources", "--seconds"]);
        var (count, seconds) = ((int)arguments.Number("--sources", 10), arguments.Number("--seconds", 60));
        var start = Stopwatch.GetTimestamp() + (2 * Stopwatch.Frequency); // the daemon is up by then
        var settings = new Dictionary<string, string?>
        {
            ["LiveGenre:Serving:PageUrl"] = "http://127.0.0.1:0",
            ["LiveGenre:Serving:GrpcUrl"] = "http://127.0.0.1:0",
            ["LiveGenre:History:Store"] = "memory",
            ["Logging:LogLevel:Default"] = "Warning",
        };
        for (var i = 0; i < count; i++)
        {
            settings[$"LiveGenre:Sources:{i}:Id"] = $"s{i}";
            settings[$"LiveGenre:Sources:{i}:Address"] = $"marked-{i}";
        }
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        // Staggered over a hop, as independent stations are.
        long StartOf(string id) => start + (int.Parse(id.AsSpan(1), CultureInfo.InvariantCulture) * 2 * Stopwatch.Frequency / count);
        await using var app = DaemonHost.Build(configuration, SettingsReader.Read(configuration),
            source => new MarkedSource(source.Id, StartOf(source.Id), IsMarked), TimeProvider.System);
        await app.StartAsync();

        using var channel = GrpcChannel.ForAddress(app.Urls.Last());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds + 2));
        var subscribers = Enumerable.Range(0, count).Select(i => WatchAsync(channel, $"s{i}", StartOf($"s{i}"), limit.Token)).ToList();
        var latencies = new Latencies();
        foreach (var ofSource in await Task.WhenAll(subscribers))
        {
            latencies.AddRange(ofSource);
        }
        await app.StopAsync();
        if (latencies.Count == 0)
        {
            Console.Error.WriteLine($"No mark arrived within {seconds} s; a mark ends every fourth window, and the first two of a source do not count: give --seconds 20 or more.");
            return 1;
        }
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            sources = count,
            seconds,
            marks = latencies.Count,
            p50_ms = latencies.Percentile(0.5),
            p99_ms = latencies.Percentile(0.99),
            max_ms = latencies.Percentile(1),
        }));
        return 0;
    }

    /// <summary>Whether a frame (counted from 1) belongs to the click at a marked window's end.</summary>
    private static bool IsMarked(long frame)
    {
        var past = frame - WindowFrames + ClickFrames; // frames since the first click began
        return past > 0 && past % (HopFrames * MarkedEvery) is > 0 and <= ClickFrames;
    }

    private static async Task<Latencies> WatchAsync(GrpcChannel channel, string id, long start, CancellationToken stop)
    {
        var latencies = new Latencies();
        var wasMarked = false;
        var marks = 0;
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(
            GenreMethods.Watch, new CallOptions().WithCancellationToken(stop), new() { SourceId = id });
        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                var received = Stopwatch.GetTimestamp();
                if (call.ResponseStream.Current is not { EventCase: WatchGenreResponse.EventOneofCase.Window, Window: var window })
                {
                    continue;
                }
                var isMarked = window.Level.PeakDbfs > MarkedPeakDbfs;
                if (isMarked && !wasMarked)
                {
                    // By the count of marks heard, not by what the daemon says of its time.
                    var due = MarkedSource.DueAt(start, WindowFrames + (HopFrames * MarkedEvery * marks++));
                    if (marks > WarmUpMarks)
                    {
                        latencies.Add(Stopwatch.GetElapsedTime(due, received));
                    }
                }
                wasMarked = isMarked;
            }
        }
        catch (RpcException) when (stop.IsCancellationRequested)
        {
        }
        return latencies;
    }
}
