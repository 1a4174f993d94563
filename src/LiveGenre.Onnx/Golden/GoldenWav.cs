using System.Buffers.Binary;

namespace LiveGenre.Onnx.Golden;

/// <summary>Reads the one kind of WAV that bundles hold: 16-bit PCM, mono.</summary>
internal static class GoldenWav
{
    private const short Pcm = 1;
    private const float FullScale = 32_768; // 2^15

    /// <summary>The samples, −1 to 1.</summary>
    /// <exception cref="InvalidDataException">It is another kind of file, or has another rate.</exception>
    public static float[] Read(string path, int sampleRateHz)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < 12 || !bytes.AsSpan(0, 4).SequenceEqual("RIFF"u8) || !bytes.AsSpan(8, 4).SequenceEqual("WAVE"u8))
        {
            throw new InvalidDataException("it is no WAV file.");
        }

        var format = Chunk(bytes, "fmt "u8);
        var (channels, rate, bits) = format.Length < 16 || BinaryPrimitives.ReadInt16LittleEndian(format) != Pcm
            ? throw new InvalidDataException("it holds no PCM.")
            : (BinaryPrimitives.ReadInt16LittleEndian(format[2..]), BinaryPrimitives.ReadInt32LittleEndian(format[4..]), BinaryPrimitives.ReadInt16LittleEndian(format[14..]));
        if (channels != 1 || rate != sampleRateHz || bits != 16)
        {
            throw new InvalidDataException($"it holds {channels} channels of {bits} bits at {rate} Hz; 1 channel of 16 bits at {sampleRateHz} Hz is needed.");
        }

        var data = Chunk(bytes, "data"u8);
        var samples = new float[data.Length / sizeof(short)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(data[(i * sizeof(short))..]) / FullScale;
        }

        return samples;
    }

    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        for (var at = 12; at + 8 <= bytes.Length;)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]), (uint)(bytes.Length - at - 8));
            if (bytes.Slice(at, 4).SequenceEqual(name))
            {
                return bytes.Slice(at + 8, length);
            }

            at += 8 + length + (length & 1); // chunks start at even positions
        }

        throw new InvalidDataException($"it has no chunk '{System.Text.Encoding.ASCII.GetString(name)}'.");
    }
}
