using System.Diagnostics.CodeAnalysis;

namespace LiveGenre.Capture.FFmpeg;

/// <summary>A stream's URL taken apart the way ffmpeg does it, so that what is checked is what will be opened.</summary>
/// <param name="Scheme">In lower case.</param>
/// <param name="Host">A name or an address, without brackets; empty where ffmpeg listens rather than connects.</param>
/// <param name="Query">What stands behind the question mark.</param>
internal readonly record struct StreamUrl(string Scheme, string Host, string Query)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    // Options that ffmpeg's protocols read from their URLs, and that only say how to receive. Others name local addresses,
    // reserve memory of any size, or speak of files.
    private static readonly Dictionary<string, string[]> KnownOptions = new(StringComparer.Ordinal)
    {
        ["udp"] = ["reuse", "sources", "block", "timeout"],
        ["rtp"] = ["localport", "localrtpport", "localrtcpport", "sources", "block"],
        ["srt"] = ["mode", "latency", "passphrase", "pbkeylen", "streamid", "timeout", "transtype"],
    };

    /// <summary>Takes a URL apart; false where it names no host, or one that two readers could understand differently.</summary>
    public static bool TryParse(string url, out StreamUrl parsed)
    {
        parsed = default;
        var schemeEnd = url.IndexOf("://", StringComparison.Ordinal);
        if (schemeEnd <= 0 || url.Any(char.IsControl))
        {
            return false;
        }
        var scheme = url[..schemeEnd].ToLowerInvariant();
        var rest = url[(schemeEnd + 3)..];
        var end = rest.IndexOfAny(['/', '?', '#']);
        var authority = end < 0 ? rest : rest[..end];
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        // The user's name and password may hold an @: the last one counts.
        if (authority.Length == 0 || !TryReadHost(authority[(authority.LastIndexOf('@') + 1)..], out var host))
        {
            return false;
        }
        parsed = new(scheme, host, question < 0 ? "" : rest[(question + 1)..]);
        return host.Length > 0 || KnownOptions.ContainsKey(scheme); // those three can listen
    }

    /// <summary>An option in the query that ffmpeg would take for its own and that not everybody may set.</summary>
    public bool TryFindForeignOption([NotNullWhen(true)] out string? option)
    {
        option = KnownOptions.TryGetValue(Scheme, out var known)
            ? Query.Split(['&', ';', '?'], StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=')[0]).FirstOrDefault(name => !known.Contains(name))
            : null; // of the others' queries ffmpeg reads nothing; they are the station's
        return option is not null;
    }

    private static bool TryReadHost(string text, out string host)
    {
        host = "";
        string port;
        if (text.StartsWith('['))
        {
            var close = text.IndexOf(']', StringComparison.Ordinal);
            (host, port) = close < 0 ? ("", "?") : (text[1..close], text[(close + 1)..]);
            if (!host.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.'))
            {
                return false; // among others a zone, such as %eth0
            }
        }
        else
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            (host, port) = colon < 0 ? (text, "") : (text[..colon], text[colon..]);
            if (host.AsSpan().IndexOfAnyExcept(Letters + ".-_") >= 0)
            {
                return false;
            }
        }
        return port.Length == 0 || (port[0] == ':' && port.Length <= 6 && port.Skip(1).All(char.IsAsciiDigit));
    }
}
