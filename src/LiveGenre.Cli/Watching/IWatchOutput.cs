using System.Threading.Channels;

namespace LiveGenre.Cli.Watching;

/// <summary>Shows what subscriptions bring: on a screen, as lines for people, as JSON for programs.</summary>
internal interface IWatchOutput
{
    /// <summary>Shows until <paramref name="stop"/> fires or there is nothing more to show.</summary>
    Task RunAsync(ChannelReader<WatchEvent> events, CancellationToken stop);
}
