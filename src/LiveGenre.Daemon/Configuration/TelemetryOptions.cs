namespace LiveGenre.Daemon.Configuration;

/// <summary>Where metrics go. Section <c>LiveGenre:Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>An OTLP collector, such as http://127.0.0.1:4317; empty exports nothing.</summary>
    public string OtlpEndpoint { get; init; } = "";
}
