using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using LiveGenre.Capture.FFmpeg;

namespace LiveGenre.Capture;

/// <summary>SOURCE, as a person writes it, taken apart.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Target">A device's name, a URL with its secrets, a path, or <c>-</c>.</param>
public sealed partial record AudioSourceAddress(AudioSourceKind Kind, string Target)
{
    /// <summary>The forms a SOURCE can take, as a sentence for error messages.</summary>
    public const string Forms =
        "SOURCE is pulse:NAME (pulse:@DEFAULT_MONITOR@, pulse:onair.monitor), portaudio:NAME, " +
        "a URL (http, https, icecast, rtsp, rtmp, srt, rtp, udp, mms, ftp), a file's path, " +
        "or - (raw PCM on standard input). 'livegenre devices' lists the devices.";

    private const string PulsePrefix = "pulse:";
    private const string PortAudioPrefix = "portaudio:";

    /// <summary>How it may be shown and logged: passwords and tokens are replaced.</summary>
    public string Display => Kind switch
    {
        AudioSourceKind.Pulse => PulsePrefix + Target,
        AudioSourceKind.PortAudio => PortAudioPrefix + Target,
        AudioSourceKind.Stream => AddressSecrets.Redact(Target),
        _ => Target,
    };

    /// <summary>Whether the end of this source is a fault to recover from: devices and network streams.</summary>
    public bool IsLive => Kind is AudioSourceKind.Pulse or AudioSourceKind.PortAudio or AudioSourceKind.Stream;

    /// <summary>Takes <paramref name="source"/> apart; says what is wrong with it if that fails, as the end of a sentence that names it. Nothing is opened.</summary>
    public static bool TryParse(
        string? source, [NotNullWhen(true)] out AudioSourceAddress? address, [NotNullWhen(false)] out string? error)
    {
        (address, error) = Parse(source?.Trim() ?? "");
        return address is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Display;

    /// <summary>For a path that may be a URL without its scheme, such as <c>www.example.com/live.mp3</c>, the end of a sentence for error messages, secrets removed; else empty.</summary>
    public static string SchemeHint(string path) =>
        HostForm().IsMatch(path)
            ? $"if it is a URL, it lacks its scheme: {AddressSecrets.Redact($"https://{path}")} or {AddressSecrets.Redact($"http://{path}")}"
            : "";

    // A name with a dot alone may well be a file's; with a port or a path behind it, it is a host's.
    [GeneratedRegex(@"^(localhost(?=:)|www\.[^/:]+|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(?=[:/]))(:\d+)?(/.*)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex HostForm();

    private static (AudioSourceAddress?, string?) Parse(string source)
    {
        if (source.Length == 0)
        {
            return Malformed("it is empty.");
        }

        if (source == "-")
        {
            return (new(AudioSourceKind.StandardInput, source), null);
        }

        if (source.Contains('\0'))
        {
            return Malformed("it holds a NUL character.");
        }

        if (source.StartsWith(PulsePrefix, StringComparison.OrdinalIgnoreCase))
        {
            return Device(AudioSourceKind.Pulse, source[PulsePrefix.Length..], "pulse:@DEFAULT_MONITOR@");
        }

        if (source.StartsWith(PortAudioPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return Device(AudioSourceKind.PortAudio, source[PortAudioPrefix.Length..], "portaudio:@DEFAULT_SOURCE@");
        }

        var schemeEnd = source.IndexOf("://", StringComparison.Ordinal);
        return schemeEnd < 0 ? (new(AudioSourceKind.File, source), null) : Url(source, source[..schemeEnd]);
    }

    private static (AudioSourceAddress?, string?) Device(AudioSourceKind kind, string name, string example) =>
        name.Trim() is { Length: > 0 } target
            ? (new(kind, target), null)
            : Malformed($"it names no device; the default one is '{example}'.");

    private static (AudioSourceAddress?, string?) Url(string source, string scheme)
    {
        if (scheme.Equals("file", StringComparison.OrdinalIgnoreCase))
        {
            return Uri.TryCreate(source, UriKind.Absolute, out var file) && file.IsFile
                ? (new(AudioSourceKind.File, file.LocalPath), null)
                : Malformed("it is no file URL.");
        }

        if (StreamProtocols.WhitelistFor(scheme) is null)
        {
            return Malformed($"streams over '{scheme}' are not supported.");
        }

        return StreamUrl.TryParse(source, out _)
            ? (new(AudioSourceKind.Stream, source), null)
            : Malformed("it names no host.");
    }

    private static (AudioSourceAddress?, string?) Malformed(string what) => (null, what);
}
