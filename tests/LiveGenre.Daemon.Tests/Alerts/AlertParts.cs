using Google.Protobuf.WellKnownTypes;
using LiveGenre.Daemon.Alerts;
using LiveGenre.Daemon.Alerts.Delivery;
using LiveGenre.Daemon.Alerts.Rules;
using LiveGenre.Daemon.Alerts.Storage;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveGenre.Daemon.Tests.Alerts;

/// <summary>The parts of alerting, put together as the daemon does, around feeds that a test drives.</summary>
internal sealed class AlertParts : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<AlertMetrics>().BuildServiceProvider();

    private AlertParts(AlertsOptions options, string file, TimeProvider time, params SourceFeed[] feeds)
    {
        Book = new AlertBook(new AlertStore(file), options.KeepFor, time, NullLogger<AlertBook>.Instance);
        var metrics = _services.GetRequiredService<AlertMetrics>();
        Deliveries = new DeliveryService(Book, metrics, new LiveGenreOptions { Alerts = options }, time, NullLogger<DeliveryService>.Instance);
        var all = new SourceFeeds();
        foreach (var feed in feeds)
        {
            all.Add(feed);
        }
        Monitor = new AlertMonitor(all, new ModelHealth(time), new AlertRules(options), Book, Deliveries, metrics, time, NullLogger<AlertMonitor>.Instance);
        Monitor.Begin();
    }

    public static AlertParts Create(AlertsOptions options, string file, TimeProvider time, params SourceFeed[] feeds) => new(options, file, time, feeds);

    public AlertBook Book { get; }

    public DeliveryService Deliveries { get; }

    public AlertMonitor Monitor { get; }

    /// <summary>Puts the messages about an alert on their way.</summary>
    public void Send(AlertEvent happened, Alert? alert = null)
    {
        Book.Save([], [.. Deliveries.MessagesFor(new(alert ?? NewAlert(), happened), null, "FM")]);
        Deliveries.Signal();
    }

    public static Alert NewAlert() => new()
    {
        AlertId = Guid.CreateVersion7().ToString("N"),
        SourceId = "fm",
        Rule = "silence",
        Kind = AlertKind.Silence,
        State = AlertState.Firing,
        Summary = "No sound for 30 s: every sample is zero.",
        ConditionTime = DateTimeOffset.UnixEpoch.ToTimestamp(),
        FireTime = DateTimeOffset.UnixEpoch.AddSeconds(30).ToTimestamp(),
    };

    public async ValueTask DisposeAsync()
    {
        await Deliveries.StopAsync(CancellationToken.None);
        Deliveries.Dispose();
        Monitor.Dispose();
        Book.Dispose();
        await _services.DisposeAsync();
    }
}
