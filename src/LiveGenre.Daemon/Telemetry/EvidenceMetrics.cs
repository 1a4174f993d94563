using System.Diagnostics.Metrics;

namespace LiveGenre.Daemon.Telemetry;

/// <summary>What is counted of the sound kept around changes.</summary>
internal sealed class EvidenceMetrics
{
    private readonly Counter<long> _kept;
    private readonly Counter<long> _lost;

    public EvidenceMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(PipelineMetrics.MeterName);
        _kept = meter.CreateCounter<long>("livegenre.evidence.clips", "{clip}", "Clips kept around changes of a decision.");
        _lost = meter.CreateCounter<long>("livegenre.evidence.lost", "{clip}", "Clips that could not be kept: no room, a disk that fails or is too slow.");
    }

    public void ClipKept(string source) => _kept.Add(1, new KeyValuePair<string, object?>("source", source));

    public void ClipLost(string source) => _lost.Add(1, new KeyValuePair<string, object?>("source", source));
}
