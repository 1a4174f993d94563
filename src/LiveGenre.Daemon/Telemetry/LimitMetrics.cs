using System.Diagnostics.Metrics;

namespace LiveGenre.Daemon.Telemetry;

/// <summary>What is counted of clients that reach a limit.</summary>
internal sealed class LimitMetrics
{
    private readonly Counter<long> _refused;

    public LimitMetrics(IMeterFactory meters) => _refused = meters.Create(PipelineMetrics.MeterName).CreateCounter<long>(
        "livegenre.limit.refusals", "{refusal}", "Connections, calls and uploads refused, by the setting of LiveGenre:Serving:Limits that was reached.");

    public void Refused(string limit) => _refused.Add(1, new KeyValuePair<string, object?>("limit", limit));
}
