namespace LiveGenre.Cli.Tests.Support;

/// <summary>WAV files of float samples, which tests make for themselves.</summary>
internal static class Wav
{
    public const int SampleRateHz = 22_050;

    /// <summary>Writes a file; <paramref name="sample"/> gives the sample of a frame and a channel.</summary>
    public static string Write(string path, double seconds, Func<int, int, float> sample, int channels = 1, int sampleRateHz = SampleRateHz)
    {
        var frames = (int)(seconds * sampleRateHz);
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("RIFF"u8);
        writer.Write(36 + (frames * channels * sizeof(float)));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)3); // IEEE float
        writer.Write((short)channels);
        writer.Write(sampleRateHz);
        writer.Write(sampleRateHz * channels * sizeof(float));
        writer.Write((short)(channels * sizeof(float)));
        writer.Write((short)32);
        writer.Write("data"u8);
        writer.Write(frames * channels * sizeof(float));
        for (var frame = 0; frame < frames; frame++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                writer.Write(sample(frame, channel));
            }
        }
        return path;
    }

    /// <summary>A plucked chord twice a second.</summary>
    public static float Chord(int frame, int channel)
    {
        var time = (double)frame / SampleRateHz;
        double[] frequencies = [220, 277.18, 329.63, 440, 880];
        return (float)(0.15 * Math.Exp(-6 * (time % 0.5)) * frequencies.Sum(f => Math.Sin(2 * Math.PI * f * time)));
    }

    public static float Silence(int frame, int channel) => 0;
}
