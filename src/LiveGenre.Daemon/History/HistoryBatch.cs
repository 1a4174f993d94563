namespace LiveGenre.Daemon.History;

/// <summary>What goes into the store in one transaction.</summary>
internal sealed record HistoryBatch
{
    /// <summary>Counts the batches of a run, so that the store knows one that it has.</summary>
    public required long Number { get; init; }

    public IReadOnlyList<WindowRecord> Windows { get; init; } = [];

    /// <summary>Segments that have ended.</summary>
    public IReadOnlyList<SegmentRecord> Segments { get; init; } = [];

    /// <summary>The segment that each source is in; of sources whose segment has not moved, none.</summary>
    public IReadOnlyList<SegmentRecord> OpenSegments { get; init; } = [];

    /// <summary>Sources that are in no segment any more.</summary>
    public IReadOnlyList<string> ClosedSources { get; init; } = [];

    /// <summary>What was heard, to be added to what the store has of these quarters of an hour.</summary>
    public IReadOnlyList<AirtimeAddition> Airtime { get; init; } = [];

    public bool IsEmpty => Windows.Count + Segments.Count + OpenSegments.Count + ClosedSources.Count + Airtime.Count == 0;
}
