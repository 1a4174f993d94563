using Google.Protobuf.WellKnownTypes;
using LiveGenre.Daemon.Alerts.Storage;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Alerts;

/// <summary>From a source's feed to a receiver's inbox, with a clock that a test moves.</summary>
public sealed class AlertMonitorTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-alerts-");
    private readonly ManualTime _time = new();
    private readonly SourceFeed _feed;
    private HttpReceiver _server = null!;
    private AlertParts? _parts;

    public AlertMonitorTests() => _feed = NewFeed("fm");

    public async Task InitializeAsync() => _server = await HttpReceiver.StartAsync();

    public async Task DisposeAsync()
    {
        await (_parts?.DisposeAsync() ?? default);
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(40, 20)]
    [InlineData(5, 5)]
    public async Task Look_AtAFaultThatFlapsForFiveMinutes_SendsOneMessageAndOneRecovery(int silent, int sound)
    {
        var parts = await StartAsync();
        for (var elapsed = 0; elapsed < 300; elapsed += silent + sound)
        {
            Hear(silent, SourceState.DigitalSilence);
            Hear(sound, SourceState.Running);
        }
        Hear(300, SourceState.Running);

        await _server.WaitForAsync(2);
        await Wait.UntilAsync(() => parts.Book.ListDeliveries(d => d.Facts.State != DeliveryState.Delivered, "", 1).Page.Count == 0, "an empty queue");
        Assert.Equal(["firing", "recovered"], _server.Posts.Select(p => p.Event));
        var alert = Assert.Single(parts.Book.ListAlerts(_ => true, "", 10).Page);
        Assert.Equal((uint)(300 / (silent + sound)) - 1, alert.FlapCount);
    }

    [Fact]
    public async Task Look_AfterARestart_TellsNobodyAgainOfAnOpenAlert()
    {
        var parts = await StartAsync();
        Hear(60, SourceState.DigitalSilence);
        await StopAfterDeliveryAsync(parts);
        _time.Advance(TimeSpan.FromSeconds(20));

        var restarted = await StartAsync();
        Hear(120, SourceState.DigitalSilence);
        Assert.Equal("silence", Assert.Single(restarted.Book.Open).Rule);
        Hear(70, SourceState.Running);

        await _server.WaitForAsync(2);
        Assert.Equal(["firing", "recovered"], _server.Posts.Select(p => p.Event));
        Assert.Single(_server.Posts.Select(p => p.Json.GetProperty("alert").GetProperty("alert_id").GetString()).Distinct());
    }

    [Fact]
    public async Task Look_AfterARestartWithoutTheSource_SaysThatTheAlertIsOver()
    {
        var parts = await StartAsync();
        Hear(60, SourceState.DigitalSilence);
        await StopAfterDeliveryAsync(parts);

        var restarted = await StartAsync(NewFeed("another"));
        restarted.Monitor.Look();
        await _server.WaitForAsync(2);

        Assert.Equal(["firing", "recovered"], _server.Posts.Select(p => p.Event));
        Assert.StartsWith("Its source is no longer in the settings. It was: No sound", Assert.Single(restarted.Book.ListAlerts(_ => true, "", 10).Page).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_AtALostDeviceAfterSilence_KeepsBothApart()
    {
        var parts = await StartAsync();
        Hear(40, SourceState.DigitalSilence, "Every sample is zero.");
        Hear(70, SourceState.DeviceLost, "It was unplugged.");

        Assert.Equal(
            ["No sound for 30 s: every sample is zero.", "No data for 1 min: the device is lost: It was unplugged."],
            parts.Book.Open.Select(a => a.Summary));
        Hear(70, SourceState.Running);

        Assert.Empty(parts.Book.Open);
    }

    [Fact]
    public async Task Look_AtAQuietProgramme_FiresByItsLevel()
    {
        var parts = await StartAsync();
        Hear(45, SourceState.Running, level: -75);

        Assert.Equal("No sound for 30 s: a quiet programme, -75.0 dBFS RMS (below -60 dBFS).", Assert.Single(parts.Book.Open).Summary);
    }

    [Fact]
    public async Task Look_ClockIsSetBack_SeesAQuietProgrammeAllTheSame()
    {
        var parts = await StartAsync();
        Hear(10, SourceState.Running);

        _time.StepWallClock(TimeSpan.FromHours(-1));
        Hear(45, SourceState.Running, level: -75);

        Assert.Equal("No sound for 30 s: a quiet programme, -75.0 dBFS RMS (below -60 dBFS).", Assert.Single(parts.Book.Open).Summary);
        Hear(70, SourceState.Running);
        Assert.Empty(parts.Book.Open);
    }

    [Fact]
    public async Task Look_AtASourceThatEndsInSilence_EndsTheAlert()
    {
        var parts = await StartAsync();
        Hear(40, SourceState.DigitalSilence);
        Assert.Single(parts.Book.Open);

        Hear(70, SourceState.Ended);

        Assert.Empty(parts.Book.Open);
    }

    [Fact]
    public async Task Acknowledge_OpenAlert_IsSeenByThoseWhoWatchAndByTheNextStart()
    {
        var parts = await StartAsync();
        Hear(40, SourceState.DigitalSilence);
        var (open, watch) = parts.Book.Watch("fm");
        var (none, other) = parts.Book.Watch("web");

        var alert = parts.Monitor.Acknowledge(Assert.Single(open).AlertId, "Ada");

        Assert.Equal(AlertState.Acknowledged, alert!.State);
        Assert.True(watch.Changes.TryRead(out var seen));
        Assert.Equal("Ada", seen!.AcknowledgedBy);
        Assert.Empty(none);
        Assert.False(other.Changes.TryRead(out _));
        Assert.Null(parts.Monitor.Acknowledge("0", "Ada"));
        await parts.DisposeAsync();
        using var store = new AlertStore(Store);
        Assert.Equal(AlertState.Acknowledged, Assert.Single(store.Load().Alerts).State);
    }

    /// <summary>Stops once the first message is written down as delivered: one that is not would be sent again by the next start.</summary>
    private static async Task StopAfterDeliveryAsync(AlertParts parts)
    {
        await Wait.UntilAsync(() => parts.Book.ListDeliveries(d => d.Facts.State == DeliveryState.Delivered, "", 1).Page.Count == 1, "the delivery");
        await parts.DisposeAsync();
    }

    private string Store => Path.Combine(_folder.FullName, "alerts.db");

    private async Task<AlertParts> StartAsync(SourceFeed? feed = null)
    {
        _parts = AlertParts.Create(
            new()
            {
                // The clock runs much faster than the web server answers.
                Receivers = [new() { Name = "ops", Kind = AlertReceiverKind.Webhook, Url = new Secret(_server.Url), Timeout = TimeSpan.FromDays(1) }],
            },
            Store, _time, feed ?? _feed);
        await _parts.Deliveries.StartAsync(default);
        return _parts;
    }

    /// <summary>Lets a source be in a state for some seconds, with a window every two while it runs.</summary>
    private void Hear(int seconds, SourceState state, string detail = "…", float level = -18)
    {
        for (var second = 0; second < seconds; second++)
        {
            _feed.ChangeState(state, detail);
            _time.Advance(TimeSpan.FromSeconds(1));
            if (state == SourceState.Running && second % 2 == 1)
            {
                var end = _time.GetUtcNow();
                _feed.PublishWindow(
                    new GenreWindow
                    {
                        WindowStartTime = end.AddSeconds(-4).ToTimestamp(),
                        WindowEndTime = end.ToTimestamp(),
                        Activity = Activity.Music,
                        Decision = new() { Label = "jazz", Confidence = 0.9f },
                        Level = new() { RmsDbfs = level },
                    },
                    new(new(0, Core.Decisions.Activity.Music, 0, 22_050, 0.9f, 1), LabelMap.Identity(["jazz"]), new StreamClock(22_050)), false);
            }
            _parts!.Monitor.Look();
        }
    }

    private SourceFeed NewFeed(string id) => new(
        new SourceDescription(id, id.ToUpperInvariant(), "demo", "model", ["jazz", "rock"], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2)),
        new ServingOptions(), epoch: 1, _time);
}
