using System.Diagnostics;
using System.Text.Json;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Benchmarks.Subscribers;

/// <summary>
/// <c>subscriber-process</c>: subscribers in a process of their own, so that what receiving costs is not the daemon's. It prints
/// "ready" once each has its first message, and at the end a <see cref="SubscriberResult"/> of the windows that ended while it measured.
/// </summary>
internal static class SubscriberProcess
{
    /// <summary>How long a window may take to arrive.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Runs what <see cref="Start"/> asks for.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new CommandArguments(args, ["--address", "--sources", "--count", "--connections", "--start", "--spacing", "--from", "--to"]);
        var times = new StationTimes(arguments.Number("--start", 0), arguments.Number("--spacing", 0));
        var (from, to) = (arguments.Number("--from", 0), arguments.Number("--to", long.MaxValue));
        var sources = arguments.Text("--sources", "").Split(',');
        var (count, connections) = ((int)arguments.Number("--count", 1), (int)arguments.Number("--connections", 1));
        var channels = Enumerable.Range(0, connections).Select(_ => GrpcChannel.ForAddress(arguments.Text("--address", ""))).ToList();
        using var meter = new ProcessMeter(sampleAllocations: false);
        using var end = new CancellationTokenSource();
        var subscribers = Enumerable.Range(0, count)
            .Select(i => new Subscriber(sources[i % sources.Length], times, from, to)).ToList();
        var running = subscribers.Select((s, i) => s.RunAsync(channels[i % channels.Count], end.Token)).ToList();
        await Task.WhenAll(subscribers.Select(s => s.HasBegun));
        Console.WriteLine("ready");

        await StationTimes.WaitUntilAsync(from);
        meter.Begin();
        await StationTimes.WaitUntilAsync(to);
        var cores = meter.Cores;
        await Task.Delay(Patience);
        await end.CancelAsync();
        await Task.WhenAll(running);
        channels.ForEach(c => c.Dispose());
        Console.WriteLine(JsonSerializer.Serialize(Sum(subscribers, cores)));
        return 0;
    }

    /// <summary>Starts this program once more, as subscribers.</summary>
    /// <param name="address">The daemon's gRPC endpoint.</param>
    /// <param name="stations">Whom to subscribe to, in turn.</param>
    /// <param name="count">Subscribers.</param>
    /// <param name="connections">HTTP/2 connections that they share.</param>
    /// <param name="times">When the stations began.</param>
    /// <param name="from">Windows that end before are not counted, in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="to">Windows that end later are not counted.</param>
    public static Process Start(
        string address, IEnumerable<int> stations, int count, int connections, StationTimes times, long from, long to)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "LiveGenre.Benchmarks")) { RedirectStandardOutput = true };
        foreach (var argument in (object[])[
            "subscriber-process", "--address", address, "--sources", string.Join(',', stations.Select(StationTimes.IdOf)),
            "--count", count, "--connections", connections, "--start", times.Start, "--spacing", times.Spacing, "--from", from, "--to", to])
        {
            start.ArgumentList.Add(FormattableString.Invariant($"{argument}"));
        }
        return Process.Start(start)!;
    }

    /// <summary>Waits until each subscriber has its first message.</summary>
    /// <exception cref="InvalidOperationException">One has failed.</exception>
    public static async Task WaitUntilReadyAsync(Process process)
    {
        if (await process.StandardOutput.ReadLineAsync() != "ready")
        {
            throw new InvalidOperationException("The subscribers' process failed.");
        }
    }

    /// <summary>Reads what a process of subscribers has to say at its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<SubscriberResult> ReadResultAsync(Process process)
    {
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The subscribers' process failed.");
        return JsonSerializer.Deserialize<SubscriberResult>(line)!;
    }

    private static SubscriberResult Sum(List<Subscriber> subscribers, double cores)
    {
        var all = new Latencies();
        long missed = 0;
        foreach (var ofSource in subscribers.GroupBy(s => s.SourceId))
        {
            var most = ofSource.Max(s => s.Latencies.Count);
            foreach (var subscriber in ofSource)
            {
                all.AddRange(subscriber.Latencies);
                missed += most - subscriber.Latencies.Count + subscriber.DroppedEvents;
            }
        }
        return new(subscribers.Count, all.Count, missed, all.Percentile(0.5), all.Percentile(0.99), all.Percentile(1), Math.Round(cores, 2));
    }

    /// <summary>One call, and when what it brought was due.</summary>
    private sealed class Subscriber(string sourceId, StationTimes times, long from, long to)
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string SourceId => sourceId;

        public Latencies Latencies { get; } = new();

        public long DroppedEvents { get; private set; }

        /// <summary>Completes with the first message.</summary>
        public Task HasBegun => _begun.Task;

        public async Task RunAsync(GrpcChannel channel, CancellationToken stop)
        {
            var station = StationTimes.NumberOf(sourceId);
            try
            {
                using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(
                    GenreMethods.Watch, new CallOptions().WithCancellationToken(stop), new() { SourceId = sourceId });
                while (await call.ResponseStream.MoveNext(CancellationToken.None))
                {
                    var received = Stopwatch.GetTimestamp();
                    _begun.TrySetResult();
                    var message = call.ResponseStream.Current;
                    DroppedEvents += message.DroppedEventCount;
                    if (message.EventCase == WatchGenreResponse.EventOneofCase.Window
                        && times.DueAt(station, message.Window.EndOffset.ToTimeSpan()) is var due && due >= from && due < to)
                    {
                        Latencies.Add(Stopwatch.GetElapsedTime(due, received));
                    }
                }
            }
            catch (RpcException) when (stop.IsCancellationRequested)
            {
            }
            catch (RpcException error)
            {
                _begun.TrySetException(error);
                throw;
            }
        }
    }
}
