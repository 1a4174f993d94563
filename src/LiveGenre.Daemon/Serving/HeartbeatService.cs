using LiveGenre.Daemon.Configuration;
using Microsoft.Extensions.Hosting;

namespace LiveGenre.Daemon.Serving;

/// <summary>Beats every feed at the configured interval, whatever its source does.</summary>
internal sealed class HeartbeatService(SourceFeeds feeds, LiveGenreOptions options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Serving.HeartbeatInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var feed in feeds.All)
            {
                feed.Beat();
            }
        }
    }
}
