using System.Diagnostics.Metrics;
using LiveGenre.Daemon.Alerts.Delivery;
using LiveGenre.Daemon.Alerts.Rules;
using LiveGenre.Daemon.Alerts.Storage;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Alerts;

/// <summary>
/// Looks at every source once a second, as its feed shows it, and lets each rule judge. The pipeline knows nothing of it
/// and never waits for it.
/// </summary>
internal sealed class AlertMonitor(
    SourceFeeds feeds, ModelHealth model, AlertRules rules, AlertBook book, DeliveryService deliveries, AlertMetrics metrics, TimeProvider time, ILogger<AlertMonitor> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private IReadOnlyList<SourceFeed>? _watched;
    private readonly Dictionary<string, AlertTracker[]> _trackers = new(StringComparer.Ordinal);
    private Dictionary<(string Source, string Rule), Alert> _inherited = [];
    private long _lastLook;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Begin();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Takes over the alerts that were open when the daemon ended.</summary>
    public void Begin()
    {
        _lastLook = time.GetTimestamp();
        _inherited = book.Open.GroupBy(a => (a.SourceId, a.Rule)).ToDictionary(g => g.Key, g => g.Last());
        metrics.ObserveOpen(() => book.Open.GroupBy(a => a.Kind).Select(kind => new Measurement<int>(
            kind.Count(), new KeyValuePair<string, object?>("kind", AlertSettingsRules.DefaultName((AlertRuleKind)kind.Key)))));
        foreach (var feed in feeds.All)
        {
            TrackersOf(feed.Id, time.GetUtcNow());
        }
        foreach (var source in rules.NamedSources.Except(feeds.All.Select(f => f.Id)))
        {
            logger.RuleWithoutSource(source);
        }
    }

    /// <summary>Looks at every source once.</summary>
    public void Look()
    {
        lock (_gate)
        {
            var (elapsed, now) = (time.GetElapsedTime(_lastLook), time.GetUtcNow());
            _lastLook = time.GetTimestamp();
            var all = feeds.All;
            var changes = new List<(AlertChange Change, AlertRule? Rule, string SourceName)>();
            foreach (var feed in all)
            {
                if (TrackersOf(feed.Id, now) is not { Length: > 0 } trackers)
                {
                    continue;
                }
                var glance = SourceGlance.At(feed, model.State, now);
                foreach (var tracker in trackers)
                {
                    if (tracker.Advance(AlertJudge.Judge(tracker.Rule, glance), elapsed, now) is { } change)
                    {
                        changes.Add((change, tracker.Rule, feed.Description.DisplayName));
                    }
                }
            }
            if (all != _watched)
            {
                _watched = all; // another list whenever a source has come or gone
                CloseWhatNobodyWatches([.. all.Select(f => f.Id)], now, changes);
            }
            Publish(changes);
        }
    }

    /// <summary>Somebody looks after an open alert.</summary>
    /// <returns>The alert; null where it is not open.</returns>
    public Alert? Acknowledge(string alertId, string by)
    {
        lock (_gate)
        {
            if (_trackers.Values.SelectMany(t => t).FirstOrDefault(t => t.Open?.AlertId == alertId) is not { } tracker)
            {
                return null;
            }
            var change = tracker.Acknowledge(by, time.GetUtcNow());
            logger.AlertAcknowledged(change.Alert.SourceId, change.Alert.Rule, by);
            book.Save([change.Alert], []);
            return change.Alert;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Look();
                book.SaveLeftovers();
            }
            catch (Exception error)
            {
                // Whatever it is, the next second's look must come: nobody else would tell of dead air.
                logger.WatchingFailed(error);
            }
        }
    }

    private AlertTracker[] TrackersOf(string sourceId, DateTimeOffset now) =>
        _trackers.TryGetValue(sourceId, out var trackers) ? trackers : Track(sourceId, now);

    private AlertTracker[] Track(string sourceId, DateTimeOffset now)
    {
        AlertTracker[] trackers = [.. rules.For(sourceId).Select(rule =>
        {
            _inherited.Remove((sourceId, rule.Name), out var open);
            return new AlertTracker(rule, sourceId, open, now);
        })];
        _trackers.Add(sourceId, trackers);
        return trackers;
    }

    /// <summary>Whoever was told that an alert fired is told that it is over, also where its source or its rule is gone.</summary>
    private void CloseWhatNobodyWatches(HashSet<string> sources, DateTimeOffset now, List<(AlertChange, AlertRule?, string)> changes)
    {
        foreach (var gone in _trackers.Keys.Where(id => !sources.Contains(id)).ToList())
        {
            changes.AddRange(_trackers[gone].Where(t => t.Open is not null).Select(t =>
                (t.Close("The source was removed", now), (AlertRule?)t.Rule, gone)));
            _trackers.Remove(gone);
        }
        foreach (var (key, alert) in _inherited)
        {
            var why = sources.Contains(key.Source) ? "Its rule is no longer in the settings" : "Its source is no longer in the settings";
            var orphan = new AlertTracker(AlertRule.From(new() { Kind = (AlertRuleKind)alert.Kind, Name = key.Rule }), key.Source, alert, now);
            changes.Add((orphan.Close(why, now), null, key.Source));
        }
        _inherited.Clear();
    }

    private void Publish(List<(AlertChange Change, AlertRule? Rule, string SourceName)> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }
        foreach (var (change, rule, _) in changes)
        {
            var alert = change.Alert;
            switch (change.Event)
            {
                case AlertEvent.Firing:
                    metrics.Fired(AlertSettingsRules.DefaultName(rule!.Kind));
                    logger.AlertFired(alert.SourceId, alert.Rule, alert.Summary);
                    break;
                case AlertEvent.Recovered:
                    logger.AlertRecovered(alert.SourceId, alert.Rule, alert.Summary);
                    break;
            }
        }
        book.Save([.. changes.Select(c => c.Change.Alert)], [.. changes.SelectMany(c => deliveries.MessagesFor(c.Change, c.Rule, c.SourceName))]);
        deliveries.Signal();
    }
}
