namespace LiveGenre.Daemon.History;

/// <summary>What goes into the store in one transaction. Whoever fills it again saves memory: four times a second some hundred rows.</summary>
internal sealed class HistoryBatch
{
    /// <summary>Counts the batches of a run, so that the store knows one that it has.</summary>
    public long Number { get; set; }

    public List<WindowRecord> Windows { get; } = [];

    /// <summary>Segments that have ended.</summary>
    public List<SegmentRecord> Segments { get; } = [];

    /// <summary>The segment that each source is in; of sources whose segment has not moved, none.</summary>
    public List<SegmentRecord> OpenSegments { get; } = [];

    /// <summary>Sources that are in no segment any more.</summary>
    public List<string> ClosedSources { get; init; } = [];

    /// <summary>What was heard, to be added to what the store has of these quarters of an hour.</summary>
    public List<AirtimeAddition> Airtime { get; } = [];

    /// <summary>Makes it empty; room for as much stays.</summary>
    public void Clear()
    {
        Windows.Clear();
        Segments.Clear();
        OpenSegments.Clear();
        ClosedSources.Clear();
        Airtime.Clear();
    }

    public bool IsEmpty => Windows.Count + Segments.Count + OpenSegments.Count + ClosedSources.Count + Airtime.Count == 0;
}
