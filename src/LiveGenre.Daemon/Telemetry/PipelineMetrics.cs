using System.Diagnostics.Metrics;
using LiveGenre.Daemon.Serving;

namespace LiveGenre.Daemon.Telemetry;

/// <summary>What is counted and timed along the pipeline. Meter <c>LiveGenre</c>.</summary>
internal sealed class PipelineMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "LiveGenre";

    private static readonly InstrumentAdvice<double> Latencies = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    };

    private readonly Meter _meter;
    private readonly Counter<long> _samples;
    private readonly Counter<long> _windows;
    private readonly Counter<long> _droppedWindows;
    private readonly Counter<long> _leftOutWindows;
    private readonly Counter<long> _failedWindows;
    private readonly Counter<long> _lostSamples;
    private readonly Counter<long> _nonFiniteSamples;
    private readonly Counter<long> _reconnects;
    private readonly Histogram<double> _inference;
    private readonly Histogram<double> _latency;
    private readonly Histogram<int> _batch;

    public PipelineMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _samples = _meter.CreateCounter<long>("livegenre.samples", "{sample}", "Mono samples at the model's rate taken from a source.");
        _windows = _meter.CreateCounter<long>("livegenre.windows", "{window}", "Windows published.");
        _droppedWindows = _meter.CreateCounter<long>("livegenre.windows.dropped", "{window}", "Windows dropped before inference because the daemon could not keep up.");
        _leftOutWindows = _meter.CreateCounter<long>("livegenre.windows.left_out", "{window}", "Windows left out by a wider hop because the daemon could not keep up.");
        _failedWindows = _meter.CreateCounter<long>("livegenre.windows.failed", "{window}", "Windows that the model failed on.");
        _lostSamples = _meter.CreateCounter<long>("livegenre.samples.lost", "{sample}", "Samples that there is no measurement of: overrun, reconnect, overload, a failing model.");
        _nonFiniteSamples = _meter.CreateCounter<long>("livegenre.samples.non_finite", "{sample}", "Captured samples that were no numbers (NaN, infinite or absurdly large) and were taken as zero.");
        _reconnects = _meter.CreateCounter<long>("livegenre.reconnects", "{reconnect}", "Times that a source was lost and came back.");
        _inference = _meter.CreateHistogram("livegenre.inference.duration", "s", "Time of one inference run.", advice: Latencies);
        _latency = _meter.CreateHistogram("livegenre.window.latency", "s", "From the arrival of a window's last sample to its publication.", advice: Latencies);
        _batch = _meter.CreateHistogram("livegenre.inference.batch", "{window}", "Windows in one inference run.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128] });
    }

    /// <summary>Shows a source with zeros: the first that a counter counts would go unseen if it began with it.</summary>
    public void Begin(string source)
    {
        foreach (var counter in new[] { _samples, _windows, _droppedWindows, _leftOutWindows, _failedWindows, _lostSamples, _nonFiniteSamples, _reconnects })
        {
            counter.Add(0, new KeyValuePair<string, object?>("source", source));
        }
    }

    public void Samples(string source, int count) => _samples.Add(count, new KeyValuePair<string, object?>("source", source));

    public void WindowPublished(string source, TimeSpan latency)
    {
        _windows.Add(1, new KeyValuePair<string, object?>("source", source));
        _latency.Record(latency.TotalSeconds);
    }

    public void WindowDropped(string source) => _droppedWindows.Add(1, new KeyValuePair<string, object?>("source", source));

    /// <summary>Counts windows that a wider hop leaves out.</summary>
    public void WindowsLeftOut(string source, int count)
    {
        if (count > 0)
        {
            _leftOutWindows.Add(count, new KeyValuePair<string, object?>("source", source));
        }
    }

    public void WindowFailed(string source) => _failedWindows.Add(1, new KeyValuePair<string, object?>("source", source));

    public void LostSamples(string source, long count) => _lostSamples.Add(count, new KeyValuePair<string, object?>("source", source));

    public void NonFiniteSamples(string source, long count) => _nonFiniteSamples.Add(count, new KeyValuePair<string, object?>("source", source));

    public void Reconnect(string source) => _reconnects.Add(1, new KeyValuePair<string, object?>("source", source));

    public void Inference(TimeSpan duration, int batch)
    {
        _inference.Record(duration.TotalSeconds);
        _batch.Record(batch);
    }

    /// <summary>Watches the queue before inference.</summary>
    public void ObserveQueue(Func<int> length) =>
        _meter.CreateObservableGauge("livegenre.queue.length", length, "{window}", "Windows that wait for inference.");

    /// <summary>Watches whether the model fails: 1 while it does.</summary>
    public void ObserveModel(Func<int> isFailing) =>
        _meter.CreateObservableGauge("livegenre.model.failing", isFailing, null, "1 while the model fails.");

    /// <summary>Watches each source's subscribers, its state, and how far its windows are apart.</summary>
    public void ObserveSources(SourceFeeds feeds)
    {
        IEnumerable<Measurement<T>> Each<T>(Func<SourceFeed, T> value)
            where T : struct => feeds.All.Select(f => new Measurement<T>(value(f), new KeyValuePair<string, object?>("source", f.Id)));
        _meter.CreateObservableGauge("livegenre.subscribers", () => Each(f => f.SubscriberCount), "{subscriber}", "Open subscriptions.");
        _meter.CreateObservableGauge("livegenre.source.state", () => Each(f => (int)f.Status.State), null, "The number of SourceState in livegenre.proto.");
        _meter.CreateObservableGauge("livegenre.source.hop", () => Each(f => (f.Description.Hop * f.Status.Stride).TotalSeconds), "s",
            "From one window to the next; more than the settings say while the daemon cannot keep up.");
    }
}
