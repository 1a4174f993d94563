using System.ComponentModel.DataAnnotations;
using LiveGenre.Capture;

namespace LiveGenre.Daemon.Configuration;

/// <summary>One thing to listen to. Section <c>LiveGenre:Sources:N</c>.</summary>
public sealed class SourceOptions
{
    /// <summary>Short stable name that clients use; letters, digits, '.', '_' and '-', at most 64.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    public string Id { get; init; } = "";

    /// <summary>Name that people see; the id where it is empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where the sound comes from: <c>pulse:NAME</c>, <c>portaudio:NAME</c>, a URL, a file, <c>-</c> or <c>demo</c>.</summary>
    [Required]
    public string Address { get; init; } = "";

    /// <summary>The one channel to listen to, from 0; absent mixes all. 0 to 31.</summary>
    [Range(0, 31)]
    public int? Channel { get; init; }

    /// <summary>Whether a file starts again at its end.</summary>
    public bool Loop { get; init; }

    /// <summary>Names of genres for this source; over those of <c>LiveGenre:Labels</c>.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Sample rate of raw PCM on standard input, Hz. Default 44 100; 8 000 to 192 000.</summary>
    [Range(8_000, 192_000)]
    public int RawSampleRateHz { get; init; } = 44_100;

    /// <summary>Channels of raw PCM on standard input. Default 2; 1 to 32.</summary>
    [Range(1, 32)]
    public int RawChannels { get; init; } = 2;

    /// <summary>Encoding of raw PCM on standard input. Default s16le.</summary>
    [AllowedValues("s16le", "s24le", "s32le", "f32le")]
    public string RawEncoding { get; init; } = "s16le";

    /// <summary>IANA name of the zone that its reports are in; that of <c>LiveGenre:TimeZone</c> where it is empty.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>Its own format; each of its lists that is not empty stands instead of that of <c>LiveGenre:Format</c>.</summary>
    public FormatOptions? Format { get; init; }

    /// <summary>Where its stream may be; no setting of its own: whoever writes the configuration owns the machine.</summary>
    internal StreamReach StreamReach { get; init; } = StreamReach.Any;
}
