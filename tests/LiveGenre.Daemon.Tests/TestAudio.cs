using System.Buffers.Binary;

namespace LiveGenre.Daemon.Tests;

/// <summary>Sounds that tests make for themselves.</summary>
internal static class TestAudio
{
    public const int SampleRateHz = 22_050;

    /// <summary>A plucked chord twice a second.</summary>
    public static float[] Chord(TimeSpan duration)
    {
        double[] frequencies = [220, 277.18, 329.63, 440, 880];
        var samples = new float[(int)(duration.TotalSeconds * SampleRateHz)];
        for (var i = 0; i < samples.Length; i++)
        {
            var time = (double)i / SampleRateHz;
            var decay = Math.Exp(-6 * (time % 0.5));
            samples[i] = (float)(0.15 * decay * frequencies.Sum(f => Math.Sin(2 * Math.PI * f * time)));
        }
        return samples;
    }

    public static byte[] ToS16(ReadOnlySpan<float> samples)
    {
        var bytes = new byte[samples.Length * 2];
        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(i * 2), (short)Math.Clamp(samples[i] * 32_767, -32_768, 32_767));
        }
        return bytes;
    }

    public static void WriteWav(string path, ReadOnlySpan<float> samples)
    {
        var data = ToS16(samples);
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("RIFF"u8);
        writer.Write(36 + data.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(SampleRateHz);
        writer.Write(SampleRateHz * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(data.Length);
        writer.Write(data);
    }
}
