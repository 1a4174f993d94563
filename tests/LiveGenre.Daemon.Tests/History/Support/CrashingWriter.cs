using System.Diagnostics.Metrics;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.History.Storage;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveGenre.Daemon.Tests.History.Support;

/// <summary>A process that writes history as the daemon does until it is killed, and says on standard output what it has added and what was written.</summary>
internal static class CrashingWriter
{
    public const int WindowsPerSegment = 20;

    /// <summary>The start of a window by its number, counted through all runs.</summary>
    public static DateTimeOffset StartOf(long number) => Programme.Noon + (number * Programme.Hop);

    /// <summary>Writes from window <paramref name="first"/> on; prints <c>added N</c> and <c>written N</c>, the count of windows of this run.</summary>
    public static async Task<int> RunAsync(string file, long first)
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var backlog = new HistoryBacklog();
        long written = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument is { Meter.Name: PipelineMetrics.MeterName, Name: "livegenre.history.written" })
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            if (tags[0].Value is "window")
            {
                Say($"written {written += count}");
            }
        });
        listener.Start();
        var store = new HistoryStore(SqliteDatabase.InFile($"Data Source={file}", StoreUnderTest.Quota), TimeProvider.System);
        // The programme is an old one: nothing is too old.
        var options = new LiveGenreOptions { History = new() { WindowDays = 3_660, SegmentYears = 100 } };
        var writer = new HistoryWriter(
            store, backlog, options, new HistoryMetrics(services.GetRequiredService<IMeterFactory>()), TimeProvider.System,
            NullLogger<HistoryWriter>.Instance);
        await writer.OpenAsync(CancellationToken.None);
        await writer.StartAsync(CancellationToken.None);
        var start = StartOf(first);
        for (var number = first; ; number++)
        {
            if (number > first && (number - first) % WindowsPerSegment == 0)
            {
                backlog.Close(Programme.Segment(start, StartOf(number)), isEnd: false);
                start = StartOf(number);
            }
            backlog.Add(Programme.Window(StartOf(number)), Programme.Segment(start, StartOf(number) + (2 * Programme.Hop), "jazz", Activity.Music));
            Say($"added {number - first + 1}");
            await Task.Delay(2);
        }
    }

    private static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.WriteLine(line);
        }
    }
}
