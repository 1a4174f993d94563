using System.Globalization;
using System.Text;
using System.Text.Unicode;
using LiveGenre.Grpc.Wire;

namespace LiveGenre.Grpc.Server;

/// <summary>The fields that tell a client how its call ended.</summary>
internal static class StatusFields
{
    /// <summary>Longest text of a status, bytes of UTF-8: with its copy in the details it must fit into the 8 KiB of fields that clients take.</summary>
    private const int MaxDetailBytes = 1_408; // 3 × 1 408 with percent signs, 4 / 3 × 1 408 in Base64: 6 101, and 2 KiB for all else

    /// <summary>The beginning of a text, as much of it as is sent.</summary>
    public static string Shorten(string detail)
    {
        if (detail.Length <= MaxDetailBytes / 3 || Encoding.UTF8.GetByteCount(detail) <= MaxDetailBytes)
        {
            return detail;
        }
        Span<byte> bytes = stackalloc byte[MaxDetailBytes - 3]; // the ellipsis takes three
        Utf8.FromUtf16(detail, bytes, out _, out var written);
        return Encoding.UTF8.GetString(bytes[..written]) + "…";
    }

    public static IEnumerable<KeyValuePair<string, string>> Of(CallEnd end)
    {
        yield return new(GrpcHeaderNames.Status, ((int)end.Status.StatusCode).ToString(CultureInfo.InvariantCulture));
        if (!string.IsNullOrEmpty(end.Status.Detail))
        {
            yield return new(GrpcHeaderNames.Message, PercentCoding.Encode(Shorten(end.Status.Detail)));
        }
        foreach (var field in MetadataCoding.Fields(end.Trailers))
        {
            yield return field;
        }
    }
}
