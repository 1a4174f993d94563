using LiveGenre.Daemon.Telemetry;
using LiveGenre.Protocol.V1;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Alerts.Storage;

/// <summary>
/// All alerts and deliveries that are known. Memory is the truth and the store its copy: with a full disk alerts fire and
/// are delivered all the same, and what the disk lacks is written once there is room.
/// </summary>
internal sealed class AlertBook : IDisposable
{
    /// <summary>Alerts, and deliveries, that are kept at the most; one takes about 1 KiB.</summary>
    private const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly AlertStore _store;
    private readonly TimeSpan _keepFor;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    // By id, and ids begin with the time.
    private readonly SortedList<string, Alert> _alerts = new(StringComparer.Ordinal);
    private readonly SortedList<string, StoredDelivery> _deliveries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unsaved = new(StringComparer.Ordinal);
    private readonly List<AlertWatch> _watches = [];
    private bool _isFailing;

    public AlertBook(AlertStore store, TimeSpan keepFor, TimeProvider time, ILogger<AlertBook> logger)
    {
        (_store, _keepFor, _time, _logger) = (store, keepFor, time, logger);
        TryDisk(() =>
        {
            var (alerts, deliveries) = _store.Load();
            alerts.ForEach(a => _alerts.Add(a.AlertId, a));
            deliveries.ForEach(d => _deliveries.Add(d.Id, d));
        });
    }

    /// <summary>Alerts that are not over, oldest first.</summary>
    public IReadOnlyList<Alert> Open
    {
        get
        {
            lock (_gate)
            {
                return [.. _alerts.Values.Where(IsOpen)];
            }
        }
    }

    /// <summary>Whether an alert is not over.</summary>
    public static bool IsOpen(Alert alert) => alert.State is AlertState.Firing or AlertState.Acknowledged;

    /// <summary>The alert of that id; null where there is none.</summary>
    public Alert? FindAlert(string id)
    {
        lock (_gate)
        {
            return _alerts.GetValueOrDefault(id);
        }
    }

    /// <summary>The delivery of that id; null where there is none.</summary>
    public StoredDelivery? FindDelivery(string id)
    {
        lock (_gate)
        {
            return _deliveries.GetValueOrDefault(id);
        }
    }

    /// <summary>The oldest delivery that waits for one receiver; null where none does.</summary>
    public StoredDelivery? NextWaiting(string receiver)
    {
        lock (_gate)
        {
            return _deliveries.Values.FirstOrDefault(d => d.Facts.State == DeliveryState.Waiting && d.Facts.Receiver == receiver);
        }
    }

    /// <summary>Alerts that <paramref name="isAsked"/> for, newest first.</summary>
    /// <param name="isAsked">The filter.</param>
    /// <param name="before">Id of the last one of the page before; empty for the first page.</param>
    /// <param name="count">Alerts on the page.</param>
    /// <returns>The page, and whether there are more.</returns>
    public (IReadOnlyList<Alert> Page, bool HasMore) ListAlerts(Func<Alert, bool> isAsked, string before, int count)
    {
        lock (_gate)
        {
            return Page(_alerts, isAsked, before, count);
        }
    }

    /// <summary>Deliveries that <paramref name="isAsked"/> for, newest first; parameters as of <see cref="ListAlerts"/>.</summary>
    public (IReadOnlyList<StoredDelivery> Page, bool HasMore) ListDeliveries(Func<StoredDelivery, bool> isAsked, string before, int count)
    {
        lock (_gate)
        {
            return Page(_deliveries, isAsked, before, count);
        }
    }

    /// <summary>Takes what is new or has changed, tells those who watch, and writes all of it at once.</summary>
    public void Save(IReadOnlyCollection<Alert> alerts, IReadOnlyCollection<StoredDelivery> deliveries)
    {
        lock (_gate)
        {
            foreach (var alert in alerts)
            {
                _alerts[alert.AlertId] = alert;
                _unsaved.Add(alert.AlertId);
                _watches.ForEach(w => w.Offer(alert));
            }
            foreach (var delivery in deliveries)
            {
                _deliveries[delivery.Id] = delivery;
                _unsaved.Add(delivery.Id);
            }
            Forget();
            Write();
        }
    }

    /// <summary>Writes what an earlier attempt could not.</summary>
    public void SaveLeftovers()
    {
        lock (_gate)
        {
            Write();
        }
    }

    /// <summary>Begins to watch: the alerts that are open now, and a queue of every change from now on.</summary>
    public (IReadOnlyList<Alert> Open, AlertWatch Watch) Watch(string sourceId)
    {
        var watch = new AlertWatch(sourceId);
        lock (_gate)
        {
            _watches.Add(watch);
            return ([.. _alerts.Values.Where(a => IsOpen(a) && watch.Wants(a))], watch);
        }
    }

    /// <summary>Ends a watch.</summary>
    public void Unwatch(AlertWatch watch)
    {
        lock (_gate)
        {
            _watches.Remove(watch);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            Write();
            _store.Dispose();
        }
    }

    private void Write()
    {
        if (_unsaved.Count == 0)
        {
            return;
        }
        var (alerts, deliveries, removed) = (new List<Alert>(), new List<StoredDelivery>(), new List<string>());
        foreach (var id in _unsaved)
        {
            if (_alerts.TryGetValue(id, out var alert))
            {
                alerts.Add(alert);
            }
            else if (_deliveries.TryGetValue(id, out var delivery))
            {
                deliveries.Add(delivery);
            }
            else
            {
                removed.Add(id);
            }
        }
        if (TryDisk(() => _store.Save(alerts, deliveries, removed)))
        {
            _unsaved.Clear();
        }
    }

    /// <summary>What is over and too old, or too much, goes; what is open or on its way stays.</summary>
    private void Forget()
    {
        var oldest = _time.GetUtcNow() - _keepFor;
        Forget(_alerts, a => !IsOpen(a), a => a.RecoverTime.ToDateTimeOffset() < oldest);
        Forget(_deliveries, d => d.Facts.State != DeliveryState.Waiting, d => d.Facts.CreateTime.ToDateTimeOffset() < oldest);
    }

    private void Forget<T>(SortedList<string, T> kept, Func<T, bool> isOver, Func<T, bool> isOld)
    {
        for (var at = 0; at < kept.Count;)
        {
            var item = kept.GetValueAtIndex(at);
            if (!isOver(item))
            {
                at++;
                continue;
            }
            if (kept.Count <= Capacity && !isOld(item))
            {
                return;
            }
            _unsaved.Add(kept.GetKeyAtIndex(at));
            kept.RemoveAt(at);
        }
    }

    private bool TryDisk(Action use)
    {
        try
        {
            use();
            if (_isFailing)
            {
                _logger.AlertStoreBack(_store.Path);
            }
            _isFailing = false;
            return true;
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException or InvalidDataException or Google.Protobuf.InvalidProtocolBufferException)
        {
            if (!_isFailing)
            {
                _logger.AlertStoreFailed(_store.Path, error.Message);
            }
            _isFailing = true;
            return false;
        }
    }

    private static (IReadOnlyList<T> Page, bool HasMore) Page<T>(SortedList<string, T> all, Func<T, bool> isAsked, string before, int count)
    {
        var page = all.Reverse()
            .Where(e => (before.Length == 0 || string.CompareOrdinal(e.Key, before) < 0) && isAsked(e.Value))
            .Take(count + 1)
            .Select(e => e.Value)
            .ToList();
        return page.Count > count ? (page[..count], true) : (page, false);
    }
}
