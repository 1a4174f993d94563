using LiveGenre.Daemon.History;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Grpc.Health;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace LiveGenre.Daemon.Serving;

/// <summary>
/// Keeps <c>grpc.health.v1</c> true: the server as a whole; <c>livegenre.v1.GenreService</c>, which serves while the model
/// answers; one name a source, <c>livegenre.v1.GenreService/ID</c>, which serves while sound or silence arrives; and
/// <c>livegenre.v1.HistoryService</c>, which serves while history is being written.
/// </summary>
internal sealed class SourceHealth(
    SourceFeeds feeds, ModelHealth model, HistoryWriter history, HealthService health, ILogger<LivePipeline> logger) : IHostedService
{
    /// <summary>The name that health knows a source by.</summary>
    public static string ServiceName(string sourceId) => $"{GenreMethods.ServiceName}/{sourceId}";

    /// <summary>Whether a source delivers something to judge.</summary>
    public static bool IsServing(SourceState state) => state is SourceState.Running or SourceState.DigitalSilence;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        health.SetStatus("", ServingStatus.Serving);
        health.SetStatus(GenreMethods.ServiceName, ServingStatus.Serving);
        history.TroubleChanged += FollowHistory;
        FollowHistory();
        foreach (var feed in feeds.All)
        {
            Add(feed);
        }
        feeds.Added += Add;
        feeds.Removed += feed => health.ClearStatus(ServiceName(feed.Id));
        model.Changed += Follow;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        health.SetStatus("", ServingStatus.NotServing);
        return Task.CompletedTask;
    }

    private void FollowHistory() =>
        health.SetStatus(HistoryMethods.ServiceName, history.Trouble is null ? ServingStatus.Serving : ServingStatus.NotServing);

    private void Add(SourceFeed feed)
    {
        health.SetStatus(ServiceName(feed.Id), ServingStatus.NotServing);
        feed.StateChanged += Follow;
    }

    private void Follow(SourceStateChange change)
    {
        health.SetStatus(ServiceName(change.SourceId), IsServing(change.State) ? ServingStatus.Serving : ServingStatus.NotServing);
        logger.StateChanged(change.SourceId, change.State, change.PreviousState, change.Detail);
    }

    private void Follow(ModelState state)
    {
        health.SetStatus(GenreMethods.ServiceName, state.IsFailing ? ServingStatus.NotServing : ServingStatus.Serving);
        if (!state.IsFailing)
        {
            logger.ModelAnswers();
        }
    }
}
