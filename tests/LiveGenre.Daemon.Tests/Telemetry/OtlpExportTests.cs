using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Grpc.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace LiveGenre.Daemon.Tests.Telemetry;

public sealed class OtlpExportTests
{
    [Fact]
    public async Task Export_ToACollector_BringsTheMetricsOfAServiceThatIsNamed()
    {
        await using var collector = await Collector.StartAsync();
        await using var daemon = await new TestDaemon()
            .ListeningTo(TestAudio.Chord(TimeSpan.FromSeconds(8)))
            .With("Telemetry:OtlpEndpoint", collector.Url)
            .StartAsync();

        var meters = daemon.Services.GetRequiredService<MeterProvider>();
        string message = "";
        await Wait.UntilAsync(() =>
        {
            meters.ForceFlush();
            return Task.FromResult(collector.Messages.TryDequeue(out message!) && message.Contains("livegenre.windows", StringComparison.Ordinal));
        }, "windows to be exported");

        Assert.Contains("service.name\u0012\u000b\n\u0009livegenre", message, StringComparison.Ordinal); // KeyValue with AnyValue.string_value
        Assert.Contains("service.version", message, StringComparison.Ordinal);
        Assert.Contains("service.instance.id", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_ToNobody_IsSaidInTheLogOnceAnHourWithoutSecrets()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var log = new RecordedLog();
        var time = new ManualTime();
        using var trouble = new ExportTrouble(log.CreateLogger("LiveGenre"), time);
        using var prometheus = new PrometheusExporter();
        using var meters = CollectedMeters.Create(
            services.GetRequiredService<IMeterFactory>(), prometheus, new() { OtlpEndpoint = "http://dj:hunter22@127.0.0.1:1" }, sources: 1);
        new PipelineMetrics(services.GetRequiredService<IMeterFactory>()).Begin("fm");

        meters.ForceFlush();
        meters.ForceFlush();
        time.Advance(TimeSpan.FromMinutes(61));
        meters.ForceFlush();

        Assert.Equal([309, 309], log.Lines.Select(line => line.Id.Id));
        Assert.All(log.Lines, line => Assert.Matches(@"^Metrics do not reach LiveGenre:Telemetry:OtlpEndpoint; it is tried on\. .*http://127\.0\.0\.1:1/.*Connection refused", line.Text));
        Assert.All(log.Lines, line => Assert.DoesNotContain("hunter22", line.Text, StringComparison.Ordinal));
    }

    /// <summary>Takes metrics as an OpenTelemetry collector does: gRPC on clear-text HTTP/2.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private Collector(WebApplication app) => _app = app;

        public string Url => _app.Urls.First();

        /// <summary>Bodies of ExportMetricsServiceRequest; their texts are readable as they are.</summary>
        public ConcurrentQueue<string> Messages { get; } = [];

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
            var collector = new Collector(builder.Build());
            collector._app.MapPost("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", collector.TakeAsync);
            await collector._app.StartAsync();
            return collector;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private async Task TakeAsync(HttpContext http)
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            Messages.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(new byte[5]); // an empty message
            http.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
