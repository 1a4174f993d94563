using System.Buffers;
using System.Buffers.Binary;

namespace LiveGenre.Grpc.Wire;

/// <summary>The five bytes before each message: flags, then the length in big-endian order.</summary>
internal readonly record struct FrameHeader(byte Flags, uint Length)
{
    public const int Size = 5; // 1 flag byte + 4 length bytes

    public const byte CompressedFlag = 0x01;

    /// <summary>gRPC-Web only: the frame holds trailers, not a message.</summary>
    public const byte TrailersFlag = 0x80;

    public bool IsCompressed => (Flags & CompressedFlag) != 0;

    public void Write(Span<byte> destination)
    {
        destination[0] = Flags;
        BinaryPrimitives.WriteUInt32BigEndian(destination[1..], Length);
    }

    /// <summary>Reads the header at the start of <paramref name="buffer"/>; false when fewer than five bytes are there.</summary>
    public static bool TryRead(ReadOnlySequence<byte> buffer, out FrameHeader header)
    {
        if (buffer.Length < Size)
        {
            header = default;
            return false;
        }
        Span<byte> bytes = stackalloc byte[Size];
        buffer.Slice(0, Size).CopyTo(bytes);
        header = new(bytes[0], BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]));
        return true;
    }
}
