using System.ComponentModel.DataAnnotations;
using LiveGenre.Capture;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Administration;

/// <summary>What an administrator may ask of a source: less than the configuration, which only the machine's owner writes.</summary>
internal static class SourceSettingsRules
{
    private const int MaxTextLength = 2_048;

    private const string Addable =
        "An address is a device (pulse:NAME, portaudio:NAME) or a network stream (http, https, icecast, rtsp, rtmp, srt, rtp, udp, mms, ftp)";

    /// <summary>Settings as they are saved, once they are right.</summary>
    /// <exception cref="Grpc.RpcException">INVALID_ARGUMENT with the field, the value and the fix.</exception>
    public static SavedSource Read(SourceSettings settings, bool allowFiles)
    {
        if (!Property(nameof(SourceOptions.Id)).IsValid(settings.SourceId) || settings.SourceId.Length == 0)
        {
            throw Invalid("source_id", "id", settings.SourceId, "1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit");
        }
        if (settings.DisplayName.Length > MaxTextLength || settings.DisplayName.Any(char.IsControl))
        {
            throw Invalid("display_name", "name", settings.DisplayName.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) + " characters", $"at most {MaxTextLength}, none of them a control character");
        }
        if (settings.HasChannel && settings.Channel >= Core.Audio.AudioFormat.MaxChannels)
        {
            throw Invalid("channel", "channel", $"{settings.Channel}", $"0 to {Core.Audio.AudioFormat.MaxChannels - 1} are allowed, or nothing to mix all");
        }
        if (settings.TimeZone.Length > 0 && !TimeZones.TryFind(settings.TimeZone, out _))
        {
            throw Invalid("time_zone", "time zone", settings.TimeZone, $"this system does not know it; {TimeZones.Explain(settings.TimeZone).TrimEnd('.')}");
        }
        CheckAddress(settings.Address.Trim(), allowFiles);
        return new SavedSource(
            settings.SourceId, settings.DisplayName.Trim(), settings.Address.Trim(),
            settings.HasChannel ? (int)settings.Channel : null, settings.Loop, settings.TimeZone,
            settings.Labels.Count > 0 ? new Dictionary<string, string>(settings.Labels) : null,
            settings.Targets.Count > 0 ? [.. settings.Targets.Select(target => target.ToOptions())] : null);
    }

    /// <summary>Names of genres and targets must fit the model and each other, as in the configuration.</summary>
    /// <exception cref="Grpc.RpcException">INVALID_ARGUMENT with all that is wrong.</exception>
    public static void CheckFormat(SavedSource asked, LiveGenreOptions options, ModelManifest manifest)
    {
        var source = asked.ToOptions(options.Administration.StreamReach);
        var (names, targets, genres) = (new List<string>(), new SettingsErrors(), new List<string>());
        LabelRules.Check("settings.labels", source, options, manifest, names);
        if (source.Format is { } format)
        {
            FormatRules.CheckShares(format, "settings", targets);
            FormatRules.Check(format, options.Format, "settings", targets);
            FormatRules.CheckLabels(format, "settings", LabelRules.NamesOf(source, options, manifest), manifest.Id, genres);
        }
        if (names.Count + targets.Messages.Count + genres.Count > 0)
        {
            throw AdminErrors.InvalidSettings([.. names, .. targets.Messages, .. genres]);
        }
    }

    /// <summary>Whoever may call must not reach what only the daemon's own user may: local files, standard input.</summary>
    private static void CheckAddress(string address, bool allowFiles)
    {
        var shown = AddressSecrets.Redact(address);
        if (address.Length > MaxTextLength)
        {
            throw Invalid("address", "address", shown, $"at most {MaxTextLength} characters");
        }
        if (address == DemoProgramme.Address)
        {
            return;
        }
        if (!AudioSourceAddress.TryParse(address, out var parsed, out var error))
        {
            throw Invalid("address", "address", shown, $"{error} {Addable}");
        }
        if (parsed.Kind == AudioSourceKind.StandardInput || (parsed.Kind == AudioSourceKind.File && !allowFiles))
        {
            throw Invalid("address", "address", shown, AudioSourceAddress.SchemeHint(address) is { Length: > 0 } urls ? urls :
                $"a file is only where {LiveGenreOptions.Section}:Administration:AllowFileSources is true, and standard input never. {Addable}");
        }
        if (parsed.Kind == AudioSourceKind.Stream && address.Any(char.IsWhiteSpace))
        {
            throw Invalid("address", "address", shown, "a URL holds no blanks; write %20");
        }
    }

    private static RegularExpressionAttribute Property(string name) =>
        (RegularExpressionAttribute)typeof(SourceOptions).GetProperty(name)!.GetCustomAttributes(typeof(RegularExpressionAttribute), false)[0];

    /// <summary>Programs read the field, people its name.</summary>
    private static Grpc.RpcException Invalid(string field, string name, string value, string why) => RequestErrors.Invalid($"settings.{field}", value, why, name);
}
