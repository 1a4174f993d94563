using System.Diagnostics.Metrics;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Configuration;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace LiveGenre.Daemon.Telemetry;

/// <summary>Which meters are collected, for whom, and how many series of each.</summary>
internal static class CollectedMeters
{
    /// <summary>Series of one instrument, as OpenTelemetry has it where nothing else is said; it adds up in one what comes beyond.</summary>
    private const int UsualSeries = 2_000;

    /// <summary>Collects until it is disposed.</summary>
    /// <param name="own">Made the meters of this daemon.</param>
    /// <param name="exporter">What <c>/metrics</c> is written by.</param>
    /// <param name="options">Where else to.</param>
    /// <param name="sources">Sources at the start. Each has a series of its own, and so have as many that are added later as are usual.</param>
    public static MeterProvider Create(IMeterFactory own, PrometheusExporter exporter, TelemetryOptions options, int sources)
    {
        var meters = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("livegenre", serviceVersion: AdminService.Version)
                .AddEnvironmentVariableDetector()) // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES stand over that
            .AddMeter(PipelineMetrics.MeterName, "LiveGenre.Grpc", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
            .AddView(instrument => ViewOf(instrument, own, sources))
            .AddReader(exporter.Reader);
        if (options.OtlpEndpoint.Length > 0)
        {
            meters.AddOtlpExporter(otlp => otlp.Endpoint = new Uri(options.OtlpEndpoint));
        }
        return meters.Build();
    }

    private static MetricStreamConfiguration? ViewOf(Instrument instrument, IMeterFactory own, int sources)
    {
        // Meters are chosen by name: those of another daemon in the process would be counted here, and take ours along when they end.
        if (instrument.Meter.Scope is { } scope && !ReferenceEquals(scope, own))
        {
            return MetricStreamConfiguration.Drop;
        }
        // No histogram is by source.
        return instrument.Meter.Name == PipelineMetrics.MeterName && instrument is not (Histogram<double> or Histogram<int>)
            ? new MetricStreamConfiguration { CardinalityLimit = sources + UsualSeries }
            : null;
    }
}
