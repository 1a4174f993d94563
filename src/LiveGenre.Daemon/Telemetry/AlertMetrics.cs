using System.Diagnostics.Metrics;

namespace LiveGenre.Daemon.Telemetry;

/// <summary>What is counted of alerts. Meter <c>LiveGenre</c>.</summary>
internal sealed class AlertMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _fired;
    private readonly Counter<long> _attempts;

    public AlertMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(PipelineMetrics.MeterName);
        _fired = _meter.CreateCounter<long>("livegenre.alerts.fired", "{alert}", "Alerts that fired.");
        _attempts = _meter.CreateCounter<long>("livegenre.alert.deliveries", "{attempt}", "Attempts to deliver a message: delivered, retried, or given up (dead).");
    }

    public void Fired(string kind) => _fired.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Attempt(string receiver, string outcome) => _attempts.Add(1,
        new KeyValuePair<string, object?>("receiver", receiver), new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Watches the alerts that are open, by kind.</summary>
    public void ObserveOpen(Func<IEnumerable<Measurement<int>>> open) =>
        _meter.CreateObservableGauge("livegenre.alerts.open", open, "{alert}", "Alerts that are not over.");
}
