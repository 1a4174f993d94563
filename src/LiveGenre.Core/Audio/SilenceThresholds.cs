namespace LiveGenre.Core.Audio;

/// <summary>Between which levels sound turns into silence and back.</summary>
/// <param name="EnterDbfs">Silence begins below this RMS level, dBFS. Default −60.</param>
/// <param name="LeaveDbfs">Silence ends above this RMS level, dBFS; no less than <paramref name="EnterDbfs"/>. Default −54.</param>
public readonly record struct SilenceThresholds(float EnterDbfs, float LeaveDbfs)
{
    /// <summary>Enter −60 dBFS, leave −54 dBFS.</summary>
    public SilenceThresholds() : this(-60, -54)
    {
    }
}
