using Google.Protobuf.WellKnownTypes;
using LiveGenre.Daemon.Alerts.Rules;
using LiveGenre.Daemon.Alerts.Storage;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Alerts.Delivery;

/// <summary>Runs the lanes of all receivers, and makes the messages that go down them.</summary>
internal sealed class DeliveryService : BackgroundService
{
    private readonly AlertBook _book;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HttpClient _http = AlertReceiver.CreateHttpClient();
    private readonly IReadOnlyList<DeliveryLane> _lanes;
    private readonly Lock _gate = new();
    private long _newest; // milliseconds since 1970 that the newest id is of

    public DeliveryService(AlertBook book, AlertMetrics metrics, LiveGenreOptions options, TimeProvider time, ILogger<DeliveryService> logger)
    {
        (_book, _time, _logger) = (book, time, logger);
        _newest = book.ListDeliveries(_ => true, "", 1).Page is [var last] ? Convert.ToInt64(last.Id[..12], 16) : 0; // 48 bits of a UUID 7
        _lanes = [.. AlertReceiver.Create(options.Alerts, _http, time).Select(r => new DeliveryLane(r, book, metrics, options.Alerts, time, logger))];
    }

    /// <summary>Names of the receivers.</summary>
    public IEnumerable<string> Receivers => _lanes.Select(l => l.Receiver);

    /// <summary>The messages that tell of a change; they are sent once they are in the book and <see cref="Signal"/> is called.</summary>
    /// <param name="change">What happened; nothing is sent where it has no event.</param>
    /// <param name="rule">The rule, which may name its receivers; null tells all.</param>
    /// <param name="sourceName">Name that people know the source by.</param>
    public IEnumerable<StoredDelivery> MessagesFor(AlertChange change, AlertRule? rule, string sourceName)
    {
        var receivers = change.Event is null
            ? []
            : Receivers.Where(name => rule is null || rule.Receivers.Count == 0 || rule.Receivers.Contains(name, StringComparer.Ordinal));
        return receivers.Select(receiver => Message(receiver, change.Event!.Value, change.Alert, sourceName));
    }

    /// <summary>Something may wait.</summary>
    public void Signal()
    {
        foreach (var lane in _lanes)
        {
            lane.Signal();
        }
    }

    /// <summary>Sends a test to the receivers of that name, or to all where it is empty; one attempt each, at once.</summary>
    public async Task<IReadOnlyList<StoredDelivery>> TestAsync(string receiver, CancellationToken stop)
    {
        var alert = TestAlert.Create(_time.GetUtcNow());
        return await Task.WhenAll(_lanes.Where(l => receiver.Length == 0 || l.Receiver == receiver).Select(lane =>
        {
            // Dead until its one attempt has succeeded, so that its lane does not take it up as well.
            var message = Message(lane.Receiver, AlertEvent.Test, alert, TestAlert.SourceName).With(facts => facts.State = DeliveryState.Dead);
            _book.Save([], [message]);
            return lane.TryOnceAsync(message, stop);
        }));
    }

    /// <summary>Makes one more attempt at a message that was given up.</summary>
    /// <returns>The delivery after it; null where its receiver is no longer configured.</returns>
    public async Task<StoredDelivery?> RetryAsync(StoredDelivery delivery, CancellationToken stop) =>
        _lanes.FirstOrDefault(l => l.Receiver == delivery.Facts.Receiver) is { } lane ? await lane.TryOnceAsync(delivery, stop) : null;

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _http.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        GiveUpOnReceiversThatAreGone();
        try
        {
            await Task.WhenAll(_lanes.Select(l => Task.Run(() => l.RunAsync(stoppingToken), stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What waits is in the book, and goes on at the next start.
        }
    }

    private StoredDelivery Message(string receiver, AlertEvent happened, Alert alert, string sourceName)
    {
        var now = _time.GetUtcNow();
        var id = NewId(now);
        var message = AlertMessage.Create(id, happened, alert, sourceName);
        return new(
            new()
            {
                DeliveryId = id,
                AlertId = alert.AlertId,
                Receiver = receiver,
                Event = message.Event,
                State = DeliveryState.Waiting,
                CreateTime = now.ToTimestamp(),
            },
            message.ToJson());
    }

    /// <summary>Messages are sent in the order of their ids, which begin with the time: each id is behind the one before, to whatever the clock is set.</summary>
    private string NewId(DateTimeOffset now)
    {
        lock (_gate)
        {
            _newest = Math.Max(_newest + 1, now.ToUnixTimeMilliseconds());
            return Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(_newest)).ToString("N");
        }
    }

    private void GiveUpOnReceiversThatAreGone()
    {
        var (waiting, _) = _book.ListDeliveries(d => d.Facts.State == DeliveryState.Waiting && !Receivers.Contains(d.Facts.Receiver), "", int.MaxValue - 1);
        foreach (var receiver in waiting.GroupBy(d => d.Facts.Receiver))
        {
            _logger.ReceiverGone(receiver.Count(), receiver.Key);
        }
        if (waiting.Count > 0)
        {
            _book.Save([], [.. waiting.Select(d => d.With(facts =>
            {
                facts.State = DeliveryState.Dead;
                facts.Trouble = "The receiver is no longer in the settings.";
            }))]);
        }
    }
}
