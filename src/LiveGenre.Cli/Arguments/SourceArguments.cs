using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LiveGenre.Capture;
using LiveGenre.Capture.Raw;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Cli.Arguments;

/// <summary>SOURCE and the options that describe it.</summary>
internal sealed class SourceArguments
{
    /// <summary>The SOURCE that stands for nothing, but for what was added on the page.</summary>
    private const string None = "none";

    private static readonly string[] Encodings = RawFormat.EncodingNames.Split(", ");

    private readonly Argument<string?> _source = new Argument<string?>("SOURCE")
    {
        Description = """
            What to listen to:
              pulse:NAME      the sound server; pulse:@DEFAULT_MONITOR@ is what this machine plays
              portaudio:NAME  a microphone or line input
              URL             a stream
              FILE            an audio file
              -               raw PCM on standard input
              demo            the demo programme
              none            nothing yet: sources are chosen on the page
            Without it: the sources of the settings and those that were added; with none of either the loopback monitor if a sound server runs, else the default microphone, else the demo programme.
            """,
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int?> _rate = Parameters.Number("--rate", "HZ", 8_000, 192_000, "Sample rate of raw PCM. Default 44100.");

    private readonly Option<int?> _channels = Parameters.Number("--channels", "COUNT", 1, 32, "Channels of raw PCM. Default 2.");

    // The encoding of raw PCM and the form of a report are both called --format elsewhere, and share it here.
    private readonly Option<string[]> _format = new("--format")
    {
        Description = $"Encoding of raw PCM: {RawFormat.EncodingNames}; default s16le. With --check also the form of its report: text or json.",
        HelpName = "ENCODING",
    };

    private readonly Option<int?> _channel = Parameters.Number("--channel", "INDEX", 0, 31, "The one channel to listen to, from 0; without it all are mixed.");

    private readonly Option<bool> _loop = new("--loop") { Description = "Start a file again at its end." };

    /// <summary>Adds argument and options to a command.</summary>
    public void AddTo(Command command)
    {
        string[] words = [.. Encodings, Parameters.Text, Parameters.Json];
        _format.CompletionSources.Add(words);
        _format.Validators.Add(result => Parameters.RequireOneOf(result, _format.Name, words));
        command.Validators.Add(RequireSense);
        command.Add(_source);
        foreach (var option in new Option[] { _rate, _channels, _format, _channel, _loop })
        {
            command.Add(option);
        }
    }

    /// <summary>The form of a report: <c>text</c> or <c>json</c>; null where none was asked for.</summary>
    public string? ReportFormat(CommandResult parsed) => (parsed.GetValue(_format) ?? []).Except(Encodings).LastOrDefault();

    /// <summary>Whether the command line asks for no source at all.</summary>
    public bool IsNone(ParseResult parsed) => parsed.GetValue(_source) == None;

    /// <summary>Whether the command line names a file.</summary>
    public bool IsFile(ParseResult parsed) =>
        !IsNone(parsed) && parsed.GetValue(_source) is { } source && source != DemoProgramme.Address
        && AudioSourceAddress.TryParse(source, out var address, out _) && address.Kind == AudioSourceKind.File;

    /// <summary>The source that the command line names, as settings, empty for none; null where it does not say.</summary>
    public IReadOnlyDictionary<string, string?>? Read(ParseResult parsed)
    {
        if (parsed.GetValue(_source) is not { } address)
        {
            return null;
        }
        if (address == None)
        {
            return new Dictionary<string, string?>();
        }
        var settings = For(address);
        void Put(string key, object? value)
        {
            if (value is not null)
            {
                settings[DaemonSettings.FirstSource + key] = Convert.ToString(value, CultureInfo.InvariantCulture);
            }
        }
        Put("Channel", parsed.GetValue(_channel));
        Put("Loop", parsed.GetValue(_loop));
        Put("RawSampleRateHz", parsed.GetValue(_rate));
        Put("RawChannels", parsed.GetValue(_channels));
        Put("RawEncoding", (parsed.GetValue(_format) ?? []).Intersect(Encodings).FirstOrDefault());
        return settings;
    }

    /// <summary>A source with this address and nothing else, as settings.</summary>
    public static Dictionary<string, string?> For(string address) => new(StringComparer.OrdinalIgnoreCase)
    {
        [DaemonSettings.FirstSource + "Id"] = "main",
        [DaemonSettings.FirstSource + "Address"] = address,
    };

    private void RequireSense(CommandResult result)
    {
        var source = result.GetValue(_source);
        var encodings = (result.GetValue(_format) ?? []).Intersect(Encodings).ToList();
        if (source != "-")
        {
            string?[] raw = [result.GetResult(_rate)?.Option.Name, result.GetResult(_channels)?.Option.Name, encodings.Count > 0 ? _format.Name : null];
            foreach (var name in raw.OfType<string>())
            {
                result.AddError($"{name} describes raw PCM, and SOURCE is not -.");
            }
        }
        if (source is null or None && (result.GetResult(_channel) is not null || result.GetValue(_loop)))
        {
            result.AddError($"{_channel.Name} and {_loop.Name} need a SOURCE.");
        }
        if (encodings.Count > 1)
        {
            result.AddError($"{_format.Name} names {string.Join(" and ", encodings)}; raw PCM has one encoding.");
        }
    }
}
