namespace LiveGenre.Daemon.Pipeline;

/// <summary>What travels from stage to stage behind the front end, in stream order: a window, a gap, or (neither) the end.</summary>
internal readonly record struct StreamItem(MonitoredSource Source, AnalysisWindow? Window = null, StreamGap? Gap = null)
{
    /// <summary>Whether the source has ended.</summary>
    public bool IsEnd => Window is null && Gap is null;
}
