using System.Buffers.Binary;
using LiveGenre.Capture.Raw;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Wav;

/// <summary>
/// Reads RIFF/WAVE headers, from files and from pipes: RIFF, RF64 and BW64; PCM of 8 to 32 bits and IEEE float of 32 and 64;
/// WAVE_FORMAT_EXTENSIBLE; unknown chunks and odd padding; sizes that the writer never knew. Leaves the stream at the first sample.
/// </summary>
internal static class WavHeaderReader
{
    /// <summary>Bytes that tell a WAV file from others.</summary>
    public const int SignatureLength = 12;

    // Recorders write a handful. A file of nothing but empty chunks would be read, eight bytes at a time, for hours.
    private const int MostChunks = 1_000;

    private const uint UnknownSize = 0xFFFF_FFFF;
    private const int ExtensibleTag = 0xFFFE;
    private const int PcmTag = 1;
    private const int FloatTag = 3;

    // The tail that makes a codec's number a GUID: {NNNNNNNN-0000-0010-8000-00AA00389B71}.
    private static ReadOnlySpan<byte> SubFormatTail => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    /// <summary>Whether a file that begins with <paramref name="start"/> is RIFF/WAVE.</summary>
    public static bool IsWav(ReadOnlySpan<byte> start) =>
        start.Length >= SignatureLength && IsContainer(start[..4]) && start.Slice(8, 4).SequenceEqual("WAVE"u8);

    /// <summary>Reads up to and including the header of the data chunk.</summary>
    /// <exception cref="WavFormatException">It is not RIFF/WAVE, or its header is broken.</exception>
    public static async ValueTask<WavHeader> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var bytes = new byte[40]; // the longest part that is looked into: WAVEFORMATEXTENSIBLE
        if (await FillAsync(stream, bytes.AsMemory(0, SignatureLength), cancellation) < SignatureLength || !IsWav(bytes))
        {
            throw new WavFormatException("it does not begin with a RIFF/WAVE header");
        }

        var riffSize = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4));
        (AudioFormat Format, PcmEncoding? Encoding, int Tag)? format = null;
        long? size64 = null;
        long position = SignatureLength;
        for (var chunks = 0; ; chunks++)
        {
            if (chunks == MostChunks)
            {
                throw new WavFormatException($"its data chunk is not among its first {MostChunks}");
            }

            if (await FillAsync(stream, bytes.AsMemory(0, 8), cancellation) < 8)
            {
                throw new WavFormatException(format is null
                    ? "it ends before its fmt chunk"
                    : "it ends before its data chunk");
            }

            var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4));
            if (bytes.AsSpan(0, 4).SequenceEqual("data"u8))
            {
                var (audio, encoding, tag) = format ?? throw new WavFormatException("its data chunk stands before its fmt chunk");
                return new(audio, encoding, tag, DataByteCount(size, size64, isCutOff: riffSize <= position));
            }

            var wanted = bytes.AsSpan(0, 4).SequenceEqual("fmt "u8) ? 40 : bytes.AsSpan(0, 4).SequenceEqual("ds64"u8) ? 24 : 0;
            var length = (int)Math.Min(wanted, size);
            var name = (IsFormat: wanted == 40, Is64: wanted == 24);
            if (await FillAsync(stream, bytes.AsMemory(0, length), cancellation) < length)
            {
                throw new WavFormatException("it ends within its header");
            }

            if (name.IsFormat)
            {
                format = ParseFormat(bytes.AsSpan(0, length));
            }
            else if (name.Is64 && length >= 16)
            {
                size64 = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)); // riff size (8), data size (8), …
            }

            await SkipAsync(stream, size - length + (size & 1), cancellation); // chunks are padded to even lengths
            position += 8 + (long)size + (size & 1);
        }
    }

    private static bool IsContainer(ReadOnlySpan<byte> id) =>
        id.SequenceEqual("RIFF"u8) || id.SequenceEqual("RF64"u8) || id.SequenceEqual("BW64"u8);

    private static long DataByteCount(uint size, long? size64, bool isCutOff)
    {
        if (size == UnknownSize)
        {
            return size64 is > 0 ? size64.Value : long.MaxValue;
        }

        // A recorder that was cut off leaves what it wrote at first: no samples, and a RIFF that ends before them. What follows is the recording.
        return size == 0 && isCutOff ? long.MaxValue : size;
    }

    private static (AudioFormat, PcmEncoding?, int) ParseFormat(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < 16)
        {
            throw new WavFormatException($"its fmt chunk has {chunk.Length} bytes; at least 16 are needed");
        }

        int tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        int blockBytes = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (tag == ExtensibleTag)
        {
            if (chunk.Length < 40)
            {
                throw new WavFormatException($"its extensible fmt chunk has {chunk.Length} bytes; 40 are needed");
            }

            tag = chunk[26..40].SequenceEqual(SubFormatTail) ? BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]) : ExtensibleTag;
        }

        if (channels == 0 || rate is 0 or > int.MaxValue)
        {
            throw new WavFormatException($"its fmt chunk says {rate} Hz and {channels} channels");
        }

        var encoding = EncodingOf(tag, bits);
        if (encoding is { } known && blockBytes != channels * PcmDecoder.BytesPerSample(known))
        {
            throw new WavFormatException(
                $"its fmt chunk contradicts itself: {channels} channels of {bits} bits do not make blocks of {blockBytes} bytes");
        }

        return (new AudioFormat((int)rate, channels), encoding, tag);
    }

    // Depths between these (12, 20 bits) are stored in the upper bits of the next larger one.
    private static PcmEncoding? EncodingOf(int tag, int bits) => (tag, bits) switch
    {
        (PcmTag, > 0 and <= 8) => PcmEncoding.U8,
        (PcmTag, > 8 and <= 16) => PcmEncoding.S16,
        (PcmTag, > 16 and <= 24) => PcmEncoding.S24,
        (PcmTag, > 24 and <= 32) => PcmEncoding.S32,
        (FloatTag, 32) => PcmEncoding.F32,
        (FloatTag, 64) => PcmEncoding.F64,
        _ => null,
    };

    private static async ValueTask<int> FillAsync(Stream stream, Memory<byte> bytes, CancellationToken cancellation) =>
        await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);

    private static async ValueTask SkipAsync(Stream stream, long count, CancellationToken cancellation)
    {
        if (stream.CanSeek)
        {
            stream.Position = Math.Min(stream.Position + count, stream.Length);
            return;
        }

        var scrap = new byte[Math.Min(count, 4096)];
        while (count > 0)
        {
            var read = await stream.ReadAsync(scrap.AsMemory(0, (int)Math.Min(count, scrap.Length)), cancellation);
            if (read == 0)
            {
                return;
            }

            count -= read;
        }
    }
}
