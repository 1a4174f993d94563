using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LiveGenre.Capture;
using LiveGenre.Capture.Raw;
using LiveGenre.Cli.Arguments;
using LiveGenre.Daemon;
using LiveGenre.Daemon.Configuration;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre run [SOURCE]</c>: the daemon.</summary>
internal sealed class RunCommand
{
    private static readonly string[] Encodings = RawFormat.EncodingNames.Split(", ");

    private readonly Argument<string?> _source = new Argument<string?>("SOURCE")
    {
        Description =
            "What to listen to: pulse:NAME (pulse:@DEFAULT_MONITOR@ is what this machine plays), portaudio:NAME, a URL, a file, " +
            "- for raw PCM on standard input, or demo. Without it: the sources of the settings, else the loopback monitor if a " +
            "sound server runs, else the default microphone, else the demo programme.",
        Arity = ArgumentArity.ZeroOrOne,
    }.WithoutOptions();

    private readonly Option<int?> _rate = Parameters.Number("--rate", "HZ", 8_000, 192_000, "Sample rate of raw PCM. Default 44100.");

    private readonly Option<int?> _channels = Parameters.Number("--channels", "COUNT", 1, 32, "Channels of raw PCM. Default 2.");

    // The encoding of raw PCM and the form of the report have one name elsewhere, and share it here.
    private readonly Option<string[]> _format = new("--format")
    {
        Description = $"Encoding of raw PCM: {RawFormat.EncodingNames}; default s16le. With --check also the form of its report: text or json.",
        HelpName = "ENCODING",
    };

    private readonly Option<int?> _channel = Parameters.Number("--channel", "INDEX", 0, 31, "The one channel to listen to, from 0; without it all are mixed.");

    private readonly Option<bool> _loop = new("--loop") { Description = "Start a file again at its end." };

    private readonly Option<string?> _page = new("--page") { Description = "Where the page, gRPC-Web, metrics and health are served.", HelpName = "URL" };

    private readonly Option<string?> _grpc = new("--grpc") { Description = "Where gRPC is served (clear-text HTTP/2).", HelpName = "URL" };

    private readonly Option<bool> _exitAtEnd = new("--exit-at-end") { Description = "End when every source has ended, rather than go on serving." };

    private readonly Option<bool> _check = new("--check") { Description = "Check settings, model, sources and ports, say what is right and wrong, and end." };

    private readonly SettingsArguments _settings = new();

    public static Command Create() => new RunCommand().CreateCommand();

    private ExampledCommand CreateCommand()
    {
        var command = new ExampledCommand("run", "Listen and serve, until Ctrl+C.")
        {
            Examples =
            [
                "livegenre run                                   # what this machine plays, or hears",
                "livegenre run pulse:onair.monitor               # a loopback; 'livegenre devices' lists them",
                "livegenre run https://stream.example/live.mp3   # a stream",
                "livegenre run song.flac --loop                  # a file, again and again",
                "arecord -t raw -f S16_LE -r 48000 -c 2 | livegenre run - --rate 48000 --channels 2 --format s16le",
                "livegenre run --config station.json --check     # would it work?",
            ],
        };
        _format.CompletionSources.Add([.. Encodings, Parameters.Text, Parameters.Json]);
        _format.Validators.Add(result => Parameters.RequireOneOf(result, "--format", [.. Encodings, Parameters.Text, Parameters.Json]));
        command.Validators.Add(RequireSense);
        foreach (var option in new Option[] { _rate, _channels, _format, _channel, _loop, _page, _grpc, _exitAtEnd, _check })
        {
            command.Add(option);
        }
        command.Add(_source);
        _settings.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var check = parsed.GetValue(_check) ? new CheckReport(ReportFormat(parsed)) : null;
        LiveGenreOptions options;
        var configuration = LoadSettings(parsed, SourceSettings(parsed));
        try
        {
            options = SettingsReader.Read(configuration);
        }
        catch (SettingsException error) when (check is not null)
        {
            check.AddSettings(error.Errors);
            return check.Finish();
        }
        var reason = "";
        if (options.Sources.Count == 0)
        {
            var found = await DefaultSource.FindAsync(cancellation: cancellation);
            reason = found.Reason;
            configuration = LoadSettings(parsed, Source(found.Source ?? DemoProgramme.Address));
            options = SettingsReader.Read(configuration);
        }
        if (check is not null)
        {
            check.AddSettings([]);
            await check.AddAsync(StartupCheck.RunAsync(options, cancellation));
            return check.Finish();
        }
        var hasRun = await DaemonHost.RunAsync(
            configuration, options, TimeProvider.System, parsed.GetValue(_exitAtEnd),
            urls => RunBanner.Print(options, reason, urls), cancellation);
        return hasRun ? ExitCode.Done : ExitCode.Failed;
    }

    private void RequireSense(CommandResult result)
    {
        var source = result.GetValue(_source);
        var encodings = (result.GetValue(_format) ?? []).Intersect(Encodings).ToList();
        if (source != "-")
        {
            var raw = new[] { result.GetResult(_rate)?.Option.Name, result.GetResult(_channels)?.Option.Name, encodings.Count > 0 ? "--format" : null };
            foreach (var name in raw.OfType<string>())
            {
                result.AddError($"{name} describes raw PCM, and SOURCE is not -.");
            }
        }
        if (source is null && (result.GetResult(_channel) is not null || result.GetValue(_loop)))
        {
            result.AddError("--channel and --loop need a SOURCE.");
        }
        if (encodings.Count > 1)
        {
            result.AddError($"--format names {string.Join(" and ", encodings)}; raw PCM has one encoding.");
        }
        if (!result.GetValue(_check) && (result.GetValue(_format) ?? []).Except(Encodings).Any())
        {
            result.AddError("--format text and --format json are for the report of --check.");
        }
    }

    private string ReportFormat(ParseResult parsed) =>
        (parsed.GetValue(_format) ?? []).Contains(Parameters.Json) ? Parameters.Json : Parameters.Text;

    private IConfigurationRoot LoadSettings(ParseResult parsed, IReadOnlyDictionary<string, string?>? source)
    {
        var settings = _settings.Load(parsed, source);
        if (parsed.GetValue(_page) is { } page)
        {
            settings[$"{LiveGenreOptions.Section}:Serving:PageUrl"] = page;
        }
        if (parsed.GetValue(_grpc) is { } grpc)
        {
            settings[$"{LiveGenreOptions.Section}:Serving:GrpcUrl"] = grpc;
        }
        return settings;
    }

    /// <summary>The source that the command line names; null for none.</summary>
    private Dictionary<string, string?>? SourceSettings(ParseResult parsed)
    {
        if (parsed.GetValue(_source) is not { } address)
        {
            return null;
        }
        var settings = Source(address);
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
        Put("RawEncoding", parsed.GetValue(_format)?.FirstOrDefault(f => Encodings.Contains(f)));
        return settings;
    }

    private static Dictionary<string, string?> Source(string address) => new(StringComparer.OrdinalIgnoreCase)
    {
        [DaemonSettings.FirstSource + "Id"] = "main",
        [DaemonSettings.FirstSource + "Address"] = address,
    };
}
