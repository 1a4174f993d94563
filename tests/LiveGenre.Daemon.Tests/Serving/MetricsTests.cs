using System.Diagnostics.Metrics;
using System.Text;
using LiveGenre.Daemon.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace LiveGenre.Daemon.Tests.Serving;

public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_OfTwoDaemonsInAProcess_AreEachTheirOwnAndOutliveTheOther()
    {
        await using var fm = await Daemon("fm").StartAsync();
        var web = await Daemon("web").StartAsync();
        using var http = new HttpClient();
        Task<string> PageOf(TestDaemon daemon) => http.GetStringAsync($"{daemon.Page}/metrics");
        await Wait.UntilAsync(async () => HasWindows(await PageOf(fm), "fm") && HasWindows(await PageOf(web), "web"), "both daemons to count windows");

        var (first, second) = (await PageOf(fm), await PageOf(web));
        await web.DisposeAsync();
        var alone = await PageOf(fm);

        Assert.DoesNotContain("source=\"web\"", first, StringComparison.Ordinal);
        Assert.DoesNotContain("source=\"fm\"", second, StringComparison.Ordinal);
        Assert.True(HasWindows(alone, "fm"), alone);
    }

    [Fact]
    public async Task Metrics_OfASourceThatLostNothing_SayZero()
    {
        string[] losses = ["windows_dropped", "windows_left_out", "windows_failed", "samples_lost", "samples_non_finite", "reconnects"];
        await using var daemon = await Daemon("fm").StartAsync();
        using var http = new HttpClient();
        var page = "";
        await Wait.UntilAsync(async () => HasWindows(page = await http.GetStringAsync($"{daemon.Page}/metrics"), "fm"), "a source");

        Assert.All(losses, loss => Assert.Contains($"livegenre_{loss}_total{{source=\"fm\"}} 0\n", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1_500)]
    [InlineData(3_000)]
    public async Task Metrics_OfManySources_HaveEachOfThemAndComeInPieces(int sources)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var exporter = new PrometheusExporter();
        using var meters = CollectedMeters.Create(services.GetRequiredService<IMeterFactory>(), exporter, new(), sources);
        var metrics = new PipelineMetrics(services.GetRequiredService<IMeterFactory>());
        for (var i = 0; i < sources; i++)
        {
            metrics.Samples($"station-{i}", i);
            metrics.WindowPublished($"station-{i}", TimeSpan.FromSeconds(0.1));
        }

        using var body = new Pieces();
        await exporter.WriteAsync(body);

        var page = Encoding.UTF8.GetString(body.ToArray());
        Assert.Equal(sources, page.Split("livegenre_windows_total{source=").Length - 1);
        Assert.Contains($"livegenre_samples_total{{source=\"station-{sources - 1}\"}} {sources - 1}\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("overflow", page, StringComparison.Ordinal);
        Assert.InRange(body.Largest, 1, 85_000); // what is larger is a large object
    }

    private static TestDaemon Daemon(string id) => new TestDaemon().ListeningTo(TestAudio.Chord(TimeSpan.FromSeconds(8)), id);

    private static bool HasWindows(string page, string id) => page.Contains($"livegenre_windows_total{{source=\"{id}\"}} ", StringComparison.Ordinal);

    private sealed class Pieces : MemoryStream
    {
        public int Largest { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Largest = Math.Max(Largest, buffer.Length);
            base.Write(buffer);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
