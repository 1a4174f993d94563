using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LiveGenre.Daemon.Serving;

/// <summary>A place in one source's events: which run of the daemon, and after which sequence. Opaque to clients.</summary>
/// <param name="Epoch">Differs with each start of the daemon.</param>
/// <param name="Sequence">The last event that was received.</param>
internal readonly record struct ResumeToken(long Epoch, ulong Sequence)
{
    // epoch 8 + sequence 8 + check 4
    private const int Length = 20;

    /// <summary>The token as clients carry it: base64url of 20 bytes, the last four a check over the rest and the source.</summary>
    public string Encode(string sourceId)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Epoch);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], Check(bytes[..16], sourceId));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a token; false for anything that <see cref="Encode"/> did not write for this source.</summary>
    public static bool TryDecode(string text, string sourceId, out ResumeToken token)
    {
        token = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length != Base64Url.GetEncodedLength(Length)
            || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var written)
            || written != Length
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]) != Check(bytes[..16], sourceId))
        {
            return false;
        }
        token = new(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        return true;
    }

    private static uint Check(ReadOnlySpan<byte> bytes, string sourceId)
    {
        Span<byte> text = stackalloc byte[bytes.Length + Encoding.UTF8.GetMaxByteCount(sourceId.Length)];
        bytes.CopyTo(text);
        var length = bytes.Length + Encoding.UTF8.GetBytes(sourceId, text[bytes.Length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }
}
