namespace LiveGenre.Daemon.Serving;

/// <summary>The feeds of all sources, by id; they come and go. Safe for any thread.</summary>
internal sealed class SourceFeeds
{
    private readonly Lock _gate = new();
    private SourceFeed[] _feeds = [];

    /// <summary>All feeds at this moment, by id.</summary>
    public IReadOnlyList<SourceFeed> All => Volatile.Read(ref _feeds);

    /// <summary>A feed has come; told before its first event, but for those that are there from the start.</summary>
    public event Action<SourceFeed>? Added;

    /// <summary>A feed has gone; no event of it follows.</summary>
    public event Action<SourceFeed>? Removed;

    /// <summary>Adds a feed.</summary>
    /// <exception cref="ArgumentException">Its id is taken.</exception>
    public void Add(SourceFeed feed)
    {
        lock (_gate)
        {
            if (Find(feed.Id) is not null)
            {
                throw new ArgumentException($"The id '{feed.Id}' is taken.", nameof(feed));
            }
            _feeds = [.. _feeds.Append(feed).OrderBy(f => f.Id, StringComparer.Ordinal)];
        }
        Added?.Invoke(feed);
    }

    /// <summary>Takes a feed out and ends its subscriptions with NOT_FOUND.</summary>
    public void Remove(string id)
    {
        SourceFeed? feed;
        lock (_gate)
        {
            feed = Find(id);
            _feeds = [.. _feeds.Where(f => f != feed)];
        }
        if (feed is not null)
        {
            feed.Close(RequestErrors.UnknownSource(id, Ids));
            Removed?.Invoke(feed);
        }
    }

    /// <summary>The feed that a request names; an empty id names the only one.</summary>
    /// <exception cref="Grpc.RpcException">There is no such source, or none was named and there are several or none.</exception>
    public SourceFeed Require(string sourceId) =>
        sourceId.Length > 0 ? Find(sourceId) ?? throw RequestErrors.UnknownSource(sourceId, Ids)
        : All switch
        {
            [var only] => only,
            [] => throw RequestErrors.NoSource(),
            _ => throw RequestErrors.SourceNeeded(Ids),
        };

    private IEnumerable<string> Ids => All.Select(f => f.Id);

    private SourceFeed? Find(string id)
    {
        var feeds = Volatile.Read(ref _feeds);
        var (low, high) = (0, feeds.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(feeds[middle].Id, id);
            if (order == 0)
            {
                return feeds[middle];
            }
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }
        return null;
    }
}
