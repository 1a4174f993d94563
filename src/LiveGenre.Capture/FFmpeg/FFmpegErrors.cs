using System.Text.RegularExpressions;

namespace LiveGenre.Capture.FFmpeg;

/// <summary>Turns ffmpeg's last words into a fault and a sentence.</summary>
internal static partial class FFmpegErrors
{
    private static readonly (string Words, AudioSourceFault Fault)[] Known =
    [
        ("404 Not Found", AudioSourceFault.NotFound),
        ("410 Gone", AudioSourceFault.NotFound),
        ("matches no streams", AudioSourceFault.NotAudio),
        ("Invalid data found", AudioSourceFault.NotAudio),
        ("does not contain any stream", AudioSourceFault.NotAudio),
        ("Could not find codec parameters", AudioSourceFault.NotAudio),
        ("Decoder not found", AudioSourceFault.UnsupportedFormat),
        ("Protocol not found", AudioSourceFault.UnsupportedFormat),
        ("not on whitelist", AudioSourceFault.Unreachable),
    ];

    // What a connection dies of. Words of decoders are not among them: a damaged frame ends no stream.
    private static readonly string[] Broken =
    [
        "timed out", "Connection reset", "Connection refused", "Input/output error", "I/O error", "Broken pipe",
        "Network is unreachable", "No route to host", "Stream ends prematurely", "Error in the pull function", "Server returned",
    ];

    // How ffmpeg words the end of a stream that never said how long it is: it has read the length −1 as unsigned.
    private const string EndOfUnknownLength = ", should be 18446744073709551615";

    /// <summary>Why a source could not be opened.</summary>
    public static AudioSourceException CannotOpen(AudioSourceAddress address, IReadOnlyList<string> lines, int? exitCode)
    {
        var said = string.Join('\n', lines);
        var isFile = address.Kind == AudioSourceKind.File;
        var fault = Known.FirstOrDefault(k => said.Contains(k.Words, StringComparison.Ordinal)) is { Words: not null } known
            ? known.Fault
            : isFile ? AudioSourceFault.NotAudio : AudioSourceFault.Unreachable;
        var what = fault switch
        {
            AudioSourceFault.NotAudio => "holds no audio that can be decoded",
            AudioSourceFault.NotFound => "does not exist",
            AudioSourceFault.UnsupportedFormat => "is of a kind that this ffmpeg does not support",
            _ => "does not answer or refuses",
        };
        return new(fault, address.Display, $"'{address.Display}' {what}: {LastWords(address, lines, exitCode)}{PlaylistHint(address)}", exitCode);
    }

    /// <summary>Why a stream that was playing ended; null if it simply came to its end.</summary>
    public static AudioSourceException? Ended(AudioSourceAddress address, IReadOnlyList<string> lines, int? exitCode)
    {
        var last = lines.TakeLast(3).ToList();
        var isBroken = exitCode != 0
            || (address.IsLive && last.Exists(IsBroken) && !last.Exists(l => l.EndsWith(EndOfUnknownLength, StringComparison.Ordinal)));
        return isBroken
            ? new(AudioSourceFault.Lost, address.Display, $"'{address.Display}' was lost: {LastWords(address, lines, exitCode)}", exitCode)
            : null;
    }

    private static bool IsBroken(string line) => Broken.Any(words => line.Contains(words, StringComparison.OrdinalIgnoreCase));

    private static string LastWords(AudioSourceAddress address, IReadOnlyList<string> lines, int? exitCode)
    {
        var errors = lines.Where(l => l.Contains("[error]", StringComparison.Ordinal) || l.Contains("[fatal]", StringComparison.Ordinal)).ToArray();
        var words = (errors.Length > 0 ? errors : lines)
            .TakeLast(2)
            .Select(line => WithoutAddress(Prefix().Replace(line, "").Replace(EndOfUnknownLength, ""), address).TrimEnd('.'))
            .Where(reason => reason.Length > 0)
            .ToList();
        // ffmpeg's last word is often but the reason that the line before ends with.
        if (words is [var first, var second] && first.EndsWith(second, StringComparison.Ordinal))
        {
            words.RemoveAt(1);
        }
        return AddressSecrets.Redact(string.Join("; ", words), address.Target) is { Length: > 0 } text ? text + "."
            : exitCode is { } code ? $"ffmpeg ended with code {code} and said nothing."
            : "ffmpeg does not answer.";
    }

    /// <summary>Without the address that ffmpeg puts before its reason: the sentence names it already.</summary>
    private static string WithoutAddress(string line, AudioSourceAddress address)
    {
        var reason = line.StartsWith(FFmpegArguments.FilePrefix, StringComparison.Ordinal) ? line[FFmpegArguments.FilePrefix.Length..] : line;
        return reason.StartsWith(address.Target + ": ", StringComparison.Ordinal) ? reason[(address.Target.Length + 2)..] : line;
    }

    private static string PlaylistHint(AudioSourceAddress address) =>
        PlaylistName().IsMatch(address.Target) ? " (A playlist; use the address that stands in it.)" : "";

    // "[http @ 0x55d0] [error] …": which object at which place in memory helps nobody.
    [GeneratedRegex(@"^(?:\[[^\]]*\] )+")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"\.(?:pls|m3u|asx|xspf|wax|ram)(?:[?#]|$)", RegexOptions.IgnoreCase)]
    private static partial Regex PlaylistName();
}
