using LiveGenre.Daemon.Serving;

namespace LiveGenre.Daemon.History;

/// <summary>Which source a request about the past names: one that is monitored, or one that was.</summary>
internal sealed class HistorySources(SourceFeeds feeds, HistoryReader reader)
{
    /// <summary>The id of the source; an empty one names the only source that is monitored.</summary>
    /// <exception cref="Grpc.RpcException">There is and was no such source, or none was named and there are several.</exception>
    public async Task<string> RequireAsync(string sourceId, CancellationToken cancellation)
    {
        var isGone = sourceId.Length > 0 && feeds.All.All(f => f.Id != sourceId);
        return isGone && await reader.HasSourceAsync(sourceId, cancellation) ? sourceId : feeds.Require(sourceId).Id;
    }
}
