namespace LiveGenre.Capture.Tests.Support;

/// <summary>Sine waves, and what a captured one measures.</summary>
internal static class Tone
{
    /// <summary>Interleaved; every channel carries the same sine.</summary>
    public static float[] Sine(double frequencyHz, double seconds, int rate, int channels = 1, float amplitude = 0.5f)
    {
        var samples = new float[(int)(seconds * rate) * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = amplitude * (float)Math.Sin(2 * Math.PI * frequencyHz * (i / channels) / rate);
        }

        return samples;
    }

    /// <summary>One channel of an interleaved block.</summary>
    public static float[] Channel(ReadOnlySpan<float> interleaved, int channels, int channel = 0)
    {
        var samples = new float[interleaved.Length / channels];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = interleaved[(i * channels) + channel];
        }

        return samples;
    }

    /// <summary>The share of a mono signal's energy that lies at one frequency, 0 to 1 (Goertzel, Hann-tapered); 1 for a pure sine.</summary>
    public static double Purity(ReadOnlySpan<float> mono, double frequencyHz, int rate)
    {
        double re = 0, im = 0, energy = 0, taper2 = 0;
        for (var i = 0; i < mono.Length; i++)
        {
            var taper = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / mono.Length));
            var phase = 2 * Math.PI * frequencyHz * i / rate;
            re += mono[i] * taper * Math.Cos(phase);
            im += mono[i] * taper * Math.Sin(phase);
            energy += mono[i] * taper * mono[i] * taper;
            taper2 += taper * taper;
        }

        // |X(f)| of a sine of amplitude A is A/2 times the taper's sum, N/2.
        var amplitude = 4 * Math.Sqrt((re * re) + (im * im)) / mono.Length;
        return energy == 0 ? 0 : amplitude * amplitude / 2 * taper2 / energy;
    }

    /// <summary>Root mean square.</summary>
    public static double Rms(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return Math.Sqrt(sum / samples.Length);
    }
}
