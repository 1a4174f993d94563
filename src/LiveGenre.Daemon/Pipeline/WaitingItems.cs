namespace LiveGenre.Daemon.Pipeline;

/// <summary>What one source has in the window queue, and the pace that this sets for it. Belongs to the queue.</summary>
internal sealed class WaitingItems
{
    /// <summary>In the order of the stream.</summary>
    public List<StreamItem> Items { get; } = [];

    /// <summary>Windows among them.</summary>
    public int WindowCount { get; set; }

    /// <summary>How far apart its windows are.</summary>
    public WindowPace Pace { get; } = new(Random.Shared);
}
