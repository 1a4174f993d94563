namespace LiveGenre.Core.Audio;

/// <summary>How loud a stretch of audio is.</summary>
/// <param name="RmsDbfs">20·log10 of the root mean square, dB relative to full scale (a full-scale sine reads −3.01); −120 at the least.</param>
/// <param name="PeakDbfs">20·log10 of the largest magnitude, dB relative to full scale; −120 at the least.</param>
/// <param name="ClippedSampleCount">Captured samples at or above full scale.</param>
public readonly record struct AudioLevel(float RmsDbfs, float PeakDbfs, int ClippedSampleCount)
{
    /// <summary>What digital silence reads, dBFS.</summary>
    public const float FloorDbfs = -120;
}
