using LiveGenre.Capture.Raw;

namespace LiveGenre.Capture.Tests.Support;

/// <summary>Writes WAV files of every kind that the reader has to take, an independent implementation of the format.</summary>
internal sealed record WavBytes
{
    public int Rate { get; init; } = 44_100;

    public int Channels { get; init; } = 1;

    public PcmEncoding Encoding { get; init; } = PcmEncoding.S16;

    public bool Extensible { get; init; }

    public string Container { get; init; } = "RIFF";

    public uint? RiffSize { get; init; }

    public uint? DataSize { get; init; }

    public long? Size64 { get; init; }

    public (string Id, byte[] Body)[] ChunksBefore { get; init; } = [];

    public byte[] After { get; init; } = [];

    public int? FormatTag { get; init; }

    public int? BlockAlign { get; init; }

    public static byte[] Encode(PcmEncoding encoding, ReadOnlySpan<float> samples)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (var sample in samples)
        {
            switch (encoding)
            {
                case PcmEncoding.U8: writer.Write((byte)Math.Round((sample * 128) + 128)); break;
                case PcmEncoding.S16: writer.Write((short)Math.Round(sample * 32768)); break;
                case PcmEncoding.S24:
                    var value = (int)Math.Round(sample * 8388608);
                    writer.Write((byte)value);
                    writer.Write((byte)(value >> 8));
                    writer.Write((byte)(value >> 16));
                    break;
                case PcmEncoding.S32: writer.Write((int)Math.Round(sample * 2147483648.0)); break;
                case PcmEncoding.F32: writer.Write(sample); break;
                case PcmEncoding.F64: writer.Write((double)sample); break;
            }
        }

        return stream.ToArray();
    }

    public byte[] Write(ReadOnlySpan<float> samples)
    {
        var data = Encode(Encoding, samples);
        var width = Encode(Encoding, [0f]).Length;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Id(Container));
        writer.Write(RiffSize ?? (uint)(36 + data.Length));
        writer.Write(Id("WAVE"));
        if (Size64 is { } size)
        {
            writer.Write(Id("ds64"));
            writer.Write(28);
            writer.Write(size + 72);
            writer.Write(size);
            writer.Write(samples.Length / (long)Channels);
            writer.Write(0);
        }

        foreach (var (id, body) in ChunksBefore)
        {
            writer.Write(Id(id));
            writer.Write(body.Length);
            writer.Write(body);
            if (body.Length % 2 == 1)
            {
                writer.Write((byte)0);
            }
        }

        var tag = FormatTag ?? (Encoding is PcmEncoding.F32 or PcmEncoding.F64 ? 3 : 1);
        writer.Write(Id("fmt "));
        writer.Write(Extensible ? 40 : 16);
        writer.Write((ushort)(Extensible ? 0xFFFE : tag));
        writer.Write((ushort)Channels);
        writer.Write(Rate);
        writer.Write(Rate * Channels * width);
        writer.Write((ushort)(BlockAlign ?? (Channels * width)));
        writer.Write((ushort)(width * 8));
        if (Extensible)
        {
            writer.Write((ushort)22);
            writer.Write((ushort)(width * 8));
            writer.Write(0);
            writer.Write(new Guid(tag, 0, 0x0010, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71).ToByteArray());
        }

        writer.Write(Id("data"));
        writer.Write(DataSize ?? (uint)data.Length);
        writer.Write(data);
        writer.Write(After);
        return stream.ToArray();
    }

    private static byte[] Id(string id) => System.Text.Encoding.ASCII.GetBytes(id);
}
