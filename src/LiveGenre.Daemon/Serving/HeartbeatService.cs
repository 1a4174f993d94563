using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using Microsoft.Extensions.Hosting;

namespace LiveGenre.Daemon.Serving;

/// <summary>Beats every feed at the configured interval, whatever its source does, and looks whether the pipeline moves.</summary>
internal sealed class HeartbeatService(SourceFeeds feeds, PipelinePulse pulse, LiveGenreOptions options, TimeProvider time) : BackgroundService
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
            pulse.Look();
        }
    }
}
