using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Daemon.Serving;

/// <summary>Whether the daemon does what it is there for: the model answers, and at least one source can be judged, or none was asked for.</summary>
internal sealed class Readiness(SourceFeeds feeds, ModelHealth model)
{
    public bool IsReady => !model.State.IsFailing
        && (feeds.All.Count == 0 || feeds.All.Any(feed => SourceHealth.IsServing(feed.Status.State)));
}
