namespace LiveGenre.Daemon.Pipeline;

/// <summary>What travels from stage to stage behind the front end, in stream order: a window, a gap, another model for what follows, or (none of them) the end.</summary>
internal readonly record struct StreamItem(MonitoredSource Source, AnalysisWindow? Window = null, StreamGap? Gap = null, ServedModel? Model = null)
{
    /// <summary>Whether the source has ended.</summary>
    public bool IsEnd => Window is null && Gap is null && Model is null;

    /// <summary>Whether decisions start afresh here and the sound goes on: another model, or one that failed on a window.</summary>
    public bool SoundGoesOn => Model is not null || Gap is { Reason: Protocol.V1.Gap.Types.Reason.ModelFailure };
}
