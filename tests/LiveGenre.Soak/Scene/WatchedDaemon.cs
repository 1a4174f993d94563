using System.Text.Json;
using LiveGenre.Protocol.V1;
using LiveGenre.Soak.Measurements;

namespace LiveGenre.Soak.Scene;

/// <summary>A daemon of the soak, a subscriber to each of its sources from beginning to end, and its measurements.</summary>
internal sealed class WatchedDaemon : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private readonly Dictionary<string, LiveSubscription> _subscriptions;

    private WatchedDaemon(string name, DaemonProcess daemon, IEnumerable<string> sources)
    {
        (Name, Daemon) = (name, daemon);
        _subscriptions = sources.ToDictionary(id => id, daemon.Watch);
        Meter = new ProcessMeter(daemon.Process);
    }

    public string Name { get; }

    public DaemonProcess Daemon { get; }

    public ProcessMeter Meter { get; }

    public IReadOnlyCollection<string> Sources => _subscriptions.Keys;

    public static async Task<WatchedDaemon> StartAsync(string name, DaemonSetup setup) =>
        new(name, await DaemonProcess.StartAsync(setup), setup.Sources.Select(source => source.Id));

    /// <summary>What the subscriber to a source has received.</summary>
    public ReceivedEvents EventsOf(string source) => _subscriptions[source].Events;

    /// <summary>Waits until a source runs and has brought a window that is newer than this moment.</summary>
    public async Task WaitUntilRunningAsync(string source, TimeSpan within)
    {
        var events = EventsOf(source);
        var limit = DateTimeOffset.UtcNow + within;
        do
        {
            var left = limit - DateTimeOffset.UtcNow;
            await events.WaitForAsync(r => r.Window is not null, "a window", events.All.Count, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
        while ((await Daemon.GetSourceAsync(source)).Source.State != SourceState.Running);
    }

    /// <summary>Waits until history is, or is not, being written, as <c>/health/ready</c> has it.</summary>
    public Task WaitForHistoryAsync(bool isWritten) => WaitAsync(
        async () => JsonElement.Parse(await Http.GetStringAsync(new Uri(Daemon.Page, "health/ready"))).GetProperty("history").GetProperty("writing").GetBoolean() == isWritten,
        isWritten ? "history is written" : "history cannot be written");

    /// <summary>Waits until it counts no subscribers but those of this class.</summary>
    public Task WaitForOwnSubscribersAsync() => WaitAsync(
        async () => Subscribers(await Http.GetStringAsync(new Uri(Daemon.Page, "metrics"))) == _subscriptions.Count, "only our own subscribers are left");

    /// <summary>Asks it to end, and checks that it does so well.</summary>
    public async Task StopAsync()
    {
        await Meter.StopAsync();
        var children = Daemon.Process.Children();
        Daemon.Process.SendTerminate();
        Assert.Equal(0, await Daemon.Process.WaitAsync(Patience.Short));
        Assert.All(children, child => Assert.False(ProcessMeter.IsThere(child), $"{Name} has left a child behind."));
        foreach (var subscription in _subscriptions.Values)
        {
            Assert.Equal("Unavailable", (await subscription.Events.WaitForEndAsync()).Status);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Meter.DisposeAsync();
        foreach (var subscription in _subscriptions.Values)
        {
            subscription.Dispose();
        }
        await Daemon.DisposeAsync();
    }

    private static int Subscribers(string metrics) => metrics.Split('\n')
        .Where(line => line.StartsWith("livegenre_subscribers{", StringComparison.Ordinal))
        .Sum(line => (int)double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));

    private static async Task WaitAsync(Func<Task<bool>> isSo, string what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(0.25));
        using var limit = new CancellationTokenSource(Patience.Short);
        while (!await isSo())
        {
            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Waited {Patience.Short.TotalSeconds:0} s, and it is still not so: {what}");
            }
        }
    }
}
