using System.Numerics.Tensors;

namespace LiveGenre.Core.Evaluation.Conditions;

/// <summary>
/// What a cheap microphone hears of music in a living room: direct sound and a diffuse tail, hiss, and a narrow band. The
/// room is noise that decays exponentially, after M. R. Schroeder, "Natural Sounding Artificial Reverberation", 1962; it
/// is the same room every time.
/// </summary>
/// <param name="sampleRateHz">Of the samples, above 16,000, so that the upper edge lies below half of it.</param>
public sealed class RoomMicrophone(int sampleRateHz)
{
    /// <summary>Time in which the tail falls by 60 dB, s.</summary>
    public const double DecaySeconds = 0.5;

    /// <summary>The tail's share of the energy, 0 to 1.</summary>
    public const double Wet = 0.4;

    /// <summary>White noise lies so far below what arrives, dB by RMS.</summary>
    public const double NoiseBelowDb = 20;

    /// <summary>Lower edge of the microphone, Hz.</summary>
    public const double LowHz = 100;

    /// <summary>Upper edge of the microphone, Hz.</summary>
    public const double HighHz = 8_000;

    private const int RoomSeed = 1;
    private const int NoiseSeed = 2;

    private readonly BandLimit _microphone = new(LowHz, HighHz, sampleRateHz);
    private readonly double[] _room = CreateRoom(sampleRateHz);

    /// <summary>Puts a recording into the room: √(1 − wet) of it and √wet of its tail at the same RMS, then noise, then the band.</summary>
    /// <param name="samples">[n].</param>
    /// <returns>[n].</returns>
    public float[] Apply(ReadOnlySpan<float> samples)
    {
        var tail = FirConvolution.Apply(samples, _room);
        var (dryGain, wetGain) = (Math.Sqrt(1 - Wet), Math.Sqrt(Wet) * Rms(samples) / Math.Max(Rms(tail), 1e-20));
        var mixed = new float[samples.Length];
        for (var at = 0; at < mixed.Length; at++)
        {
            mixed[at] = (float)((samples[at] * dryGain) + (tail[at] * wetGain));
        }
        AddNoise(mixed, NoiseBelowDb, NoiseSeed);
        return _microphone.Apply(mixed);
    }

    /// <summary>Adds white noise, in place.</summary>
    internal static void AddNoise(Span<float> samples, double belowDb, int seed)
    {
        var (noise, level) = (new GaussianNoise(seed), Rms(samples) * Math.Pow(10, -belowDb / 20));
        foreach (ref var sample in samples)
        {
            sample += (float)(level * noise.Next());
        }
    }

    private static double[] CreateRoom(int sampleRateHz)
    {
        var noise = new GaussianNoise(RoomSeed);
        var room = new double[(int)(DecaySeconds * sampleRateHz)];
        for (var at = 0; at < room.Length; at++)
        {
            room[at] = noise.Next() * Math.Pow(10, -3.0 * at / room.Length); // 60 dB are a factor of 10³
        }
        return room;
    }

    private static double Rms(ReadOnlySpan<float> samples) =>
        samples.IsEmpty ? 0 : Math.Sqrt(TensorPrimitives.SumOfSquares(samples) / samples.Length);
}
