using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;

namespace LiveGenre.Grpc.Wire;

/// <summary>gzip of single messages.</summary>
internal static class GzipMessage
{
    private const int ReadSize = 16 * 1024;

    public static void Compress(ReadOnlySpan<byte> message, IBufferWriter<byte> output)
    {
        using var gzip = new GZipStream(new BufferWriterStream(output), CompressionLevel.Fastest);
        gzip.Write(message);
    }

    /// <summary>The compressed form of an uncompressed frame.</summary>
    public static byte[] CompressFrame(ReadOnlySpan<byte> frame)
    {
        if (frame.Length == FrameHeader.Size)
        {
            return frame.ToArray(); // an empty message stays as it is, as in FrameBuffer.Fill
        }
        using var compressed = new FrameBuffer();
        compressed.Reserve();
        Compress(frame[FrameHeader.Size..], compressed);
        compressed.Seal(FrameHeader.CompressedFlag);
        return compressed.Written.ToArray();
    }

    /// <summary>
    /// Expands <paramref name="message"/> into <paramref name="output"/>; false as soon as the result is
    /// larger than <paramref name="maxSize"/> bytes, so that a small message cannot fill the memory.
    /// </summary>
    /// <exception cref="InvalidDataException">The bytes are not gzip, or cut off.</exception>
    public static bool TryDecompress(ReadOnlySequence<byte> message, FrameBuffer output, int maxSize)
    {
        output.Clear();
        if (message.IsEmpty)
        {
            return true; // encoders exist that make nothing of nothing
        }
        using var gzip = new GZipStream(PipeReader.Create(message).AsStream(), CompressionMode.Decompress);
        while (gzip.Read(output.GetSpan(ReadSize)) is var read and > 0)
        {
            output.Advance(read);
            if (output.Written.Length > maxSize)
            {
                return false;
            }
        }
        // GZipStream takes the end of its input for the end of the data. The last four bytes tell whether
        // that was so (RFC 1952, ISIZE).
        return StatedSize(message) == (uint)output.Written.Length ? true : throw new InvalidDataException("The gzip data is cut off.");
    }

    private static uint StatedSize(ReadOnlySequence<byte> message)
    {
        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        if (message.Length < trailer.Length)
        {
            return uint.MaxValue;
        }
        message.Slice(message.Length - trailer.Length).CopyTo(trailer);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }
}
