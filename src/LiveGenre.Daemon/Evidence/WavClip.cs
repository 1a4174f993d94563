using System.Buffers.Binary;

namespace LiveGenre.Daemon.Evidence;

/// <summary>Mono samples as a WAV file of 16-bit PCM, which every program plays.</summary>
internal static class WavClip
{
    // RIFF header 12 + fmt chunk 24 + data header 8
    private const int HeaderLength = 44;
    private const int BytesPerSample = 2;

    /// <summary>Bytes that the file of so many samples has.</summary>
    public static int LengthOf(int samples) => HeaderLength + (samples * BytesPerSample);

    /// <summary>Writes the file.</summary>
    /// <param name="samples">Full scale ±1; what lies beyond it is clipped.</param>
    /// <param name="sampleRateHz">Their rate.</param>
    /// <param name="file">As long as <see cref="LengthOf"/> says.</param>
    public static void Encode(ReadOnlySpan<float> samples, int sampleRateHz, Span<byte> file)
    {
        WriteHeader(file, sampleRateHz);
        var data = file[HeaderLength..];
        for (var i = 0; i < samples.Length; i++)
        {
            var value = Math.Clamp(MathF.Round(samples[i] * 32_768), short.MinValue, short.MaxValue);
            BinaryPrimitives.WriteInt16LittleEndian(data[(i * BytesPerSample)..], (short)value);
        }
    }

    private static void WriteHeader(Span<byte> file, int sampleRateHz)
    {
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(file[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[16..], 16); // length of what follows of the chunk
        BinaryPrimitives.WriteInt16LittleEndian(file[20..], 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(file[22..], 1); // channels
        BinaryPrimitives.WriteInt32LittleEndian(file[24..], sampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(file[28..], sampleRateHz * BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(file[32..], BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(file[34..], 8 * BytesPerSample);
        "data"u8.CopyTo(file[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[40..], file.Length - HeaderLength);
    }
}
