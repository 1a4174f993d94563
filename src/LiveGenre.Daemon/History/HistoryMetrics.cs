using System.Diagnostics.Metrics;
using LiveGenre.Daemon.Telemetry;

namespace LiveGenre.Daemon.History;

/// <summary>What is counted and timed of writing history. Meter <c>LiveGenre</c>.</summary>
internal sealed class HistoryMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _written;
    private readonly Histogram<double> _write;

    public HistoryMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(PipelineMetrics.MeterName);
        _written = _meter.CreateCounter<long>("livegenre.history.written", "{item}", "Windows and segments written to the store.");
        _write = _meter.CreateHistogram("livegenre.history.write.duration", "s", "Time of one transaction.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] });
    }

    /// <summary>Watches what waits, what was lost, and whether the store can be written.</summary>
    public void Observe(HistoryBacklog backlog, Func<bool> isWriting)
    {
        _meter.CreateObservableGauge("livegenre.history.waiting", () => backlog.WaitingWindows, "{window}", "Windows that wait to be written.");
        _meter.CreateObservableGauge("livegenre.history.writing", () => isWriting() ? 1 : 0, null, "1 while history is being written, 0 during an outage.");
        _meter.CreateObservableCounter<long>("livegenre.history.lost",
            () => new Measurement<long>[] { new(backlog.LostWindows, Kind("window")), new(backlog.LostSegments, Kind("segment")) },
            "{item}", "Windows and segments that could not be written.");
    }

    public void Written(HistoryBatch batch, TimeSpan duration)
    {
        _written.Add(batch.Windows.Count, Kind("window"));
        _written.Add(batch.Segments.Count, Kind("segment"));
        _write.Record(duration.TotalSeconds);
    }

    private static KeyValuePair<string, object?> Kind(string kind) => new("kind", kind);
}
