namespace LiveGenre.Daemon.Serving;

/// <summary>The feeds of all sources, by id.</summary>
internal sealed class SourceFeeds
{
    private readonly SortedDictionary<string, SourceFeed> _feeds = new(StringComparer.Ordinal);

    public SourceFeeds(IEnumerable<SourceFeed> feeds)
    {
        foreach (var feed in feeds)
        {
            _feeds.Add(feed.Id, feed);
        }
    }

    /// <summary>All feeds, by id.</summary>
    public IReadOnlyCollection<SourceFeed> All => _feeds.Values;

    /// <summary>The feed that a request names; an empty id names the only one.</summary>
    /// <exception cref="Grpc.RpcException">There is no such source, or none was named and there are several.</exception>
    public SourceFeed Require(string sourceId)
    {
        if (sourceId.Length == 0)
        {
            return _feeds.Count == 1 ? _feeds.Values.Single() : throw RequestErrors.SourceNeeded(_feeds.Keys);
        }
        return _feeds.TryGetValue(sourceId, out var feed) ? feed : throw RequestErrors.UnknownSource(sourceId, _feeds.Keys);
    }
}
