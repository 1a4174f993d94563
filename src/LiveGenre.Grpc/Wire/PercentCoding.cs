using System.Text;

namespace LiveGenre.Grpc.Wire;

/// <summary>
/// The coding of <c>grpc-message</c>: UTF-8 in which everything but printable ASCII, and the percent sign,
/// stands as <c>%XX</c>.
/// </summary>
internal static class PercentCoding
{
    public static string Encode(string text)
    {
        if (text.All(IsLiteral))
        {
            return text;
        }
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            _ = IsLiteral((char)value) ? encoded.Append((char)value) : encoded.Append('%').Append(value.ToString("X2", null));
        }
        return encoded.ToString();
    }

    /// <summary>Never fails: a percent sign without two digits stands for itself, broken UTF-8 becomes U+FFFD.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '%' && at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
            {
                bytes.Add(Convert.FromHexString(text.AsSpan(at + 1, 2))[0]);
                at += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[at].ToString()));
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static bool IsLiteral(char c) => c is >= ' ' and <= '~' and not '%';
}
