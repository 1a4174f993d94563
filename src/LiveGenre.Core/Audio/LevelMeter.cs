using System.Numerics.Tensors;

namespace LiveGenre.Core.Audio;

/// <summary>Measures how loud a stretch of audio is.</summary>
public static class LevelMeter
{
    // Partial sums of 1 024 float squares are exact to about 1e-6 dB; the sums themselves add up in double.
    private const int ChunkLength = 1_024;

    /// <summary>RMS and peak of finite mono samples.</summary>
    /// <param name="samples">Any length; nothing reads as digital silence.</param>
    /// <param name="clippedSampleCount">Captured samples that were clipped in this stretch, from <see cref="ChannelMixer.ClippedSampleCount"/>; passed through.</param>
    public static AudioLevel Measure(ReadOnlySpan<float> samples, int clippedSampleCount)
    {
        if (samples.IsEmpty)
        {
            return new(AudioLevel.FloorDbfs, AudioLevel.FloorDbfs, clippedSampleCount);
        }
        var energy = 0.0;
        for (var at = 0; at < samples.Length; at += ChunkLength)
        {
            energy += TensorPrimitives.SumOfSquares(samples.Slice(at, Math.Min(ChunkLength, samples.Length - at)));
        }
        var peak = MathF.Abs(TensorPrimitives.MaxMagnitude(samples));
        return new(ToDbfs(Math.Sqrt(energy / samples.Length)), ToDbfs(peak), clippedSampleCount);
    }

    /// <summary>20·log10 of an amplitude relative to full scale, no less than <see cref="AudioLevel.FloorDbfs"/>.</summary>
    private static float ToDbfs(double amplitude) =>
        (float)Math.Max(AudioLevel.FloorDbfs, 20 * Math.Log10(amplitude)); // log10(0) is −∞
}
