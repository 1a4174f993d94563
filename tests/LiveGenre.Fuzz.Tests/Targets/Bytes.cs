using System.Text;

namespace LiveGenre.Fuzz.Tests.Targets;

/// <summary>Text as the bytes that targets take.</summary>
internal static class Bytes
{
    /// <summary>Texts that readers stumble over, whatever they read.</summary>
    public static readonly byte[][] OddTexts = Of(
        "", " ", "\0", "\n", "\r\n", "\t", "-", "--", ".", "..", "../", "/", "//", "\\", "%", "%00", "%2e%2e%2f", "%s%n", "'", "\"", "`", "$(id)", ";", "|", "&", "<", ">",
        "null", "true", "false", "NaN", "Infinity", "-Infinity", "∞", "1e400", "-1e400", "1e-400", "0x7f", "007", "1_000", "+1", "-0", "٣",
        "-1", "0", "1", "65536", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "18446744073709551616",
        "00:00:00", "-00:00:01", "24:00:00", "10675199.02:48:05.4775807", "10675199.02:48:06", "0001-01-01", "9999-12-31T23:59:59.9999999Z", "10000-01-01",
        "🎵", "é", "e\u0301", "\u202e", "\ufeff", "\ud7ff\ue000", "\uffff", "İ", "ß", "A\u030a", "\u0085", "http://", "file:///etc/passwd", "[::1]", "[[", "]]", "{}", "{", "}", "[", "]", ":", ",", "=");

    public static byte[][] Of(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    public static string Text(ReadOnlySpan<byte> input) => Encoding.UTF8.GetString(input);
}
