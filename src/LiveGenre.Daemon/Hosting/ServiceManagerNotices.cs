using System.Net.Sockets;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Hosting;

/// <summary>
/// Tells the service manager that the daemon is ready, how its sources do, that it is stopping, and, for as long as the
/// pipeline moves, that it is alive.
/// </summary>
internal sealed class ServiceManagerNotices(
    NotifySocket socket, Readiness readiness, PipelinePulse pulse, SourceFeeds feeds, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<ServiceManagerNotices> logger) : BackgroundService
{
    /// <summary>A daemon whose sources are all silent is started all the same, or the whole machine's start would wait for a station.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private string _status = "";
    private bool _isReady;
    private bool _isBroken;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var stopping = lifetime.ApplicationStopping.Register(() => Send("STOPPING=1"));
        var began = time.GetTimestamp();
        long? pinged = null;
        using var timer = new PeriodicTimer(Interval, time);
        while (await WaitAsync(timer, stoppingToken))
        {
            var now = time.GetTimestamp();
            if (!_isReady && lifetime.ApplicationStarted.IsCancellationRequested
                && (readiness.IsReady || time.GetElapsedTime(began, now) >= LongestStart))
            {
                _isReady = true;
                Send("READY=1");
            }
            ShowStatus();
            // Twice as often as is asked for, as sd_watchdog_enabled(3) has it.
            if (socket.Watchdog is { } limit && (pinged is not { } last || time.GetElapsedTime(last, now) + Interval >= limit / 2) && pulse.IsAlive)
            {
                pinged = now;
                Send("WATCHDOG=1");
            }
        }
    }

    private static async ValueTask<bool> WaitAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void ShowStatus()
    {
        var all = feeds.All;
        var status = all.Count == 0
            ? "No sources yet."
            : $"{all.Count(feed => SourceHealth.IsServing(feed.Status.State))} of {all.Count} sources deliver.";
        if (status != _status)
        {
            _status = status;
            Send($"STATUS={status}");
        }
    }

    private void Send(string lines)
    {
        try
        {
            socket.Send(lines);
            _isBroken = false;
        }
        catch (SocketException error) when (!_isBroken)
        {
            _isBroken = true;
            logger.ServiceManagerGone(error.Message);
        }
        catch (SocketException)
        {
            // Said once.
        }
    }
}
