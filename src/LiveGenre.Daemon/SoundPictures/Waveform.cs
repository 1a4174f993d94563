using System.Numerics.Tensors;

namespace LiveGenre.Daemon.SoundPictures;

/// <summary>A waveform as thin as it is drawn.</summary>
internal static class Waveform
{
    /// <summary>Smallest and largest sample of each column.</summary>
    /// <param name="samples">[columns × columnSamples], full scale ±1.</param>
    /// <param name="columnSamples">Samples a column.</param>
    /// <returns>[columns × 2], signed bytes; full scale is ±127, and what lies beyond it reads as full scale.</returns>
    public static byte[] Extremes(ReadOnlySpan<float> samples, int columnSamples)
    {
        var bytes = new byte[samples.Length / columnSamples * 2];
        for (var at = 0; at < bytes.Length; at += 2)
        {
            var column = samples.Slice(at / 2 * columnSamples, columnSamples);
            bytes[at] = ToByte(TensorPrimitives.Min(column));
            bytes[at + 1] = ToByte(TensorPrimitives.Max(column));
        }
        return bytes;
    }

    private static byte ToByte(float sample) => (byte)(sbyte)MathF.Round(Math.Clamp(sample, -1, 1) * sbyte.MaxValue);
}
