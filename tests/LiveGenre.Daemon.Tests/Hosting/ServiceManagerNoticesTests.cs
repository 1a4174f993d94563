using LiveGenre.Daemon.Hosting;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveGenre.Daemon.Tests.Hosting;

public sealed class ServiceManagerNoticesTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly ServiceManager _manager = new();
    private readonly SourceFeeds _feeds = new();
    private readonly SourceFeed _feed;
    private readonly PipelinePulse _pulse;
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly NotifySocket _socket;
    private readonly ServiceManagerNotices _notices;

    public ServiceManagerNoticesTests()
    {
        _feed = new SourceFeed(new("fm", "FM", "scripted", "model", ["jazz"], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2)), new(), 1, _time);
        _feeds.Add(_feed);
        _pulse = new PipelinePulse(_feeds, _time);
        _socket = NotifySocket.TryOpen(name => name switch
        {
            "NOTIFY_SOCKET" => _manager.Address,
            "WATCHDOG_USEC" => "20000000",
            _ => null,
        })!;
        _notices = new(_socket, new Readiness(_feeds, new ModelHealth(_time)), _pulse, _feeds, _lifetime, _time, NullLogger<ServiceManagerNotices>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _notices.StopAsync(CancellationToken.None);
        _notices.Dispose();
        _socket.Dispose();
        _manager.Dispose();
    }

    [Fact]
    public async Task ExecuteAsync_SourceBeginsToDeliver_SaysReadyThen()
    {
        _lifetime.NotifyStarted();
        await _notices.StartAsync(CancellationToken.None);
        await PassAsync(() => _manager.Received.Contains("STATUS=0 of 1 sources deliver."));
        Assert.DoesNotContain("READY=1", _manager.Received);

        _feed.ChangeState(SourceState.Running, "");

        await PassAsync(() => _manager.Received.Contains("STATUS=1 of 1 sources deliver."));
        Assert.Single(_manager.Received, "READY=1");
    }

    [Fact]
    public async Task ExecuteAsync_NoSourceDelivers_SaysReadyAfterHalfAMinute()
    {
        _lifetime.NotifyStarted();
        var began = _time.GetTimestamp();
        await _notices.StartAsync(CancellationToken.None);

        await PassAsync(() => _manager.Received.Contains("READY=1"));

        Assert.InRange(_time.GetElapsedTime(began).TotalSeconds, 30, 40);
    }

    [Fact]
    public async Task ExecuteAsync_PipelineIsStuck_PingsNoMore()
    {
        _lifetime.NotifyStarted();
        await _notices.StartAsync(CancellationToken.None);
        await PassAsync(() => Pings() >= 3);

        _pulse.Watch(() => 1); // a window waits, and nothing is published
        await PassAsync(() => !_pulse.IsAlive);
        var pings = Pings();
        var stuck = _time.GetTimestamp();
        await PassAsync(() => _time.GetElapsedTime(stuck) > TimeSpan.FromMinutes(1));

        Assert.InRange(Pings(), pings, pings + 1); // one may have been on its way
    }

    [Fact]
    public async Task ExecuteAsync_DaemonStops_SaysSo()
    {
        await _notices.StartAsync(CancellationToken.None);

        _lifetime.StopApplication();

        await PassAsync(() => _manager.Received.Contains("STOPPING=1"));
    }

    [Theory]
    [InlineData("4242424", null)] // another process of the unit
    [InlineData(null, 20)]
    public void TryOpen_WatchdogOfSomeProcess_IsKeptWhereItIsOurs(string? process, int? seconds)
    {
        using var socket = NotifySocket.TryOpen(name => name switch
        {
            "NOTIFY_SOCKET" => _manager.Address,
            "WATCHDOG_USEC" => "20000000",
            "WATCHDOG_PID" => process,
            _ => null,
        });

        Assert.Equal(seconds, socket!.Watchdog?.TotalSeconds);
    }

    [Fact]
    public void TryOpen_NoServiceManager_IsNull() => Assert.Null(NotifySocket.TryOpen(_ => null));

    private int Pings() => _manager.Received.Count(message => message == "WATCHDOG=1");

    /// <summary>Lets time pass, heartbeats included, until something is so.</summary>
    private async Task PassAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _pulse.Look();
            await Task.Delay(1, limit.Token);
        }
    }
}
