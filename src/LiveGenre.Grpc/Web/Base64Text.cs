using System.Buffers;
using System.Buffers.Text;

namespace LiveGenre.Grpc.Web;

/// <summary>Writes the body of gRPC-Web's text format.</summary>
internal static class Base64Text
{
    /// <summary>Appends <paramref name="bytes"/> as Base64 with its own padding, so that a browser can decode it before more comes.</summary>
    public static void Append(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        var text = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        Base64.EncodeToUtf8(bytes, text, out _, out var written);
        output.Advance(written);
    }
}
