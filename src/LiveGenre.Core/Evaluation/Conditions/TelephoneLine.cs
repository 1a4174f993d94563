using LiveGenre.Core.Audio;

namespace LiveGenre.Core.Evaluation.Conditions;

/// <summary>A telephone call: 300 to 3,400 Hz at 8 kHz in the 8 bits of ITU-T G.711 (µ-law, its continuous form).</summary>
/// <param name="sampleRateHz">Of the samples, 8,000 to 192,000.</param>
public sealed class TelephoneLine(int sampleRateHz)
{
    /// <summary>Lower edge, Hz.</summary>
    public const double LowHz = 300;

    /// <summary>Upper edge, Hz.</summary>
    public const double HighHz = 3_400;

    private const int LineRateHz = 8_000;
    private const double Mu = 255;

    private readonly BandLimit _filter = new(LowHz, HighHz, sampleRateHz);

    /// <summary>Calls.</summary>
    /// <param name="samples">[n]; clipped at full scale.</param>
    /// <returns>[n].</returns>
    public float[] Apply(ReadOnlySpan<float> samples)
    {
        var line = Resample(_filter.Apply(samples), sampleRateHz, LineRateHz);
        foreach (ref var sample in line.AsSpan())
        {
            sample = Companded(sample);
        }
        var heard = Resample(line, LineRateHz, sampleRateHz);
        Array.Resize(ref heard, samples.Length); // rates that do not divide leave a sample more or less
        return heard;
    }

    private static float Companded(float sample)
    {
        var compressed = Math.Sign(sample) * Math.Log(1 + (Mu * Math.Min(1, Math.Abs(sample)))) / Math.Log(1 + Mu);
        var coded = Math.Round(compressed * 127) / 127;
        return (float)(Math.Sign(coded) * (Math.Pow(1 + Mu, Math.Abs(coded)) - 1) / Mu);
    }

    private static float[] Resample(float[] samples, int fromHz, int toHz)
    {
        var resampler = new PolyphaseResampler(fromHz, toHz);
        var output = new float[resampler.MaxOutput(samples.Length) + resampler.MaxFlushOutput];
        var count = resampler.Process(samples, output);
        count += resampler.Flush(output.AsSpan(count));
        return output[..count];
    }
}
