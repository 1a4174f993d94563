namespace LiveGenre.Core.Audio;

/// <summary>Decides silence by level, with hysteresis so that a fade does not flap. Not thread-safe.</summary>
public sealed class SilenceDetector
{
    private readonly SilenceThresholds _thresholds;

    /// <summary>Begins as not silent.</summary>
    /// <param name="thresholds">Note that <c>default</c> is 0 dBFS twice; use <c>new()</c> for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is not finite, or leaving lies below entering.</exception>
    public SilenceDetector(SilenceThresholds thresholds)
    {
        if (!float.IsFinite(thresholds.EnterDbfs) || !(thresholds.LeaveDbfs >= thresholds.EnterDbfs))
        {
            throw new ArgumentOutOfRangeException(nameof(thresholds), thresholds, "Silence must be left at or above the level at which it is entered.");
        }
        _thresholds = thresholds;
    }

    /// <summary>Whether the last level was silence.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>Takes the next level.</summary>
    /// <param name="rmsDbfs">RMS of the next window, dBFS.</param>
    /// <returns><see cref="IsSilent"/>.</returns>
    public bool Update(float rmsDbfs)
    {
        IsSilent = IsSilent ? rmsDbfs <= _thresholds.LeaveDbfs : rmsDbfs < _thresholds.EnterDbfs;
        return IsSilent;
    }

    /// <summary>Forgets the past, as after a gap.</summary>
    public void Reset() => IsSilent = false;
}
