using System.CommandLine;
using LiveGenre.Capture;
using LiveGenre.Cli.Arguments;
using LiveGenre.Daemon;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Console;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre run [SOURCE]</c>: the daemon.</summary>
internal sealed class RunCommand
{
    private readonly SourceArguments _source = new();

    private readonly SettingsArguments _settings = new();

    private readonly Option<string?> _page = new("--page") { Description = $"Where the page, gRPC-Web, metrics and health are served. Default {new ServingOptions().PageUrl}.", HelpName = "URL" };

    private readonly Option<string?> _grpc = new("--grpc") { Description = $"Where gRPC is served (clear-text HTTP/2). Default {new ServingOptions().GrpcUrl}.", HelpName = "URL" };

    private readonly Option<bool> _exitAtEnd = new("--exit-at-end") { Description = "End when every source has ended, rather than go on serving." };

    private readonly Option<bool> _wait = new("--wait-for-sources") { Description = "With no source named anywhere, serve and wait for one to be added, rather than choose one." };

    private readonly Option<bool> _check = new("--check") { Description = "Check settings, model, sources, data folder, history, alerts, access and ports, say what is right and wrong, and end." };

    private readonly Option<bool> _needsDemo = new("--needs-demo") { Hidden = true, Description = "For tools/run.sh: end with 0 where this would listen to the demo programme, there or not, else with 1." };

    public static Command Create() => new RunCommand().CreateCommand();

    private ExampledCommand CreateCommand()
    {
        var command = new ExampledCommand("run", "Listen and serve, until Ctrl+C.")
        {
            Examples =
            [
                "livegenre run                                   # what this machine plays, or hears",
                "livegenre run pulse:onair.monitor               # a loopback; 'livegenre devices' lists them",
                "livegenre run none                              # choose on the page what to listen to; it is kept",
                "livegenre run https://stream.example/live.mp3   # a stream",
                "livegenre run song.flac --loop                  # a file, again and again",
                "arecord -t raw -f S16_LE -r 48000 -c 2 | livegenre run - --rate 48000 --channels 2 --format s16le",
                "livegenre run --config station.json --check     # would it work?",
            ],
        };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(_check) && _source.ReportFormat(result) is (Parameters.Text or Parameters.Json) and var format)
            {
                result.AddError($"--format {format} is for the report of --check.");
            }
        });
        _source.AddTo(command);
        foreach (var option in new Option[] { _page, _grpc, _exitAtEnd, _wait, _check, _needsDemo })
        {
            command.Add(option);
        }
        _settings.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var check = parsed.GetValue(_check) ? new CheckReport(_source.ReportFormat(parsed.CommandResult) ?? Parameters.Text) : null;
        try
        {
            var (configuration, options, errors, reason) = await ReadAsync(parsed, cancellation);
            if (parsed.GetValue(_needsDemo))
            {
                return NeedsDemo(options) ? ExitCode.Done : ExitCode.Failed;
            }
            if (check is not null)
            {
                check.AddSettings(errors.Messages);
                await check.AddAsync(StartupCheck.RunAsync(options, errors, cancellation));
                return check.Finish();
            }
            if (errors.Messages.Count > 0)
            {
                throw new SettingsException(errors.Messages);
            }
            if (_source.IsFile(parsed))
            {
                await RequireFileAsync(options.Sources[0], cancellation);
            }
            var hasRun = await DaemonHost.RunAsync(
                configuration, options, TimeProvider.System, parsed.GetValue(_exitAtEnd),
                LogIsJson(configuration) ? null : urls => RunBanner.Print(options, reason, urls), cancellation);
            return hasRun ? ExitCode.Done : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (check is null && cancellation.IsCancellationRequested)
        {
            return ExitCode.Done; // asked to end before it served: a daemon's end like any other
        }
        catch (SettingsException error) when (check is not null)
        {
            check.AddSettings(error.Errors);
            return check.Finish();
        }
    }

    private static bool NeedsDemo(LiveGenreOptions options) =>
        options.Sources.Select(s => s.Address).Concat(SavedSources.Of(options).Select(s => s.Address)).Contains(DemoProgramme.Address);

    /// <summary>A daemon whose one source can never be heard would serve nothing, and look as if it did.</summary>
    /// <exception cref="CommandFailedException">The file is missing or no audio.</exception>
    private static async Task RequireFileAsync(SourceOptions file, CancellationToken cancellation)
    {
        try
        {
            await StartupCheck.RequireFileAsync(file, cancellation);
        }
        catch (AudioSourceException error)
        {
            throw new CommandFailedException(
                $"SOURCE = \"{file.Address}\": {error.Message} 'livegenre run --help' says what SOURCE may be.", error);
        }
    }

    /// <summary>The settings; with no source named anywhere: what this machine plays, else what it hears, else the demo programme where there is one, else nothing yet.</summary>
    private async Task<(IConfigurationRoot, LiveGenreOptions, SettingsErrors, string Reason)> ReadAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var configuration = Load(parsed, _source.Read(parsed));
        var options = SettingsReader.Read(configuration, out var errors);
        if (_source.IsNone(parsed) || options.Sources.Count > 0 || errors.Messages.Count > 0 || SavedSources.Of(options).Count > 0 || parsed.GetValue(_wait))
        {
            return (configuration, options, errors, "");
        }
        var found = await DefaultSource.FindAsync(cancellation: cancellation);
        if ((found.Source ?? (parsed.GetValue(_needsDemo) || DemoProgramme.Find() is not null ? DemoProgramme.Address : null)) is not { } address)
        {
            return (configuration, options, errors, found.Reason);
        }
        configuration = Load(parsed, SourceArguments.For(address));
        return (configuration, SettingsReader.Read(configuration, out errors), errors, found.Reason);
    }

    /// <summary>Whether a program reads standard output: then each line is JSON, and the log says what the banner would.</summary>
    private static bool LogIsJson(IConfiguration configuration) =>
        ConsoleFormatterNames.Json.Equals(configuration["Logging:Console:FormatterName"], StringComparison.OrdinalIgnoreCase);

    private IConfigurationRoot Load(ParseResult parsed, IReadOnlyDictionary<string, string?>? source)
    {
        var settings = _settings.Load(parsed, source);
        if (source is not null && !_source.IsNone(parsed) && _source.Read(parsed) is not null)
        {
            settings[$"{LiveGenreOptions.Section}:Administration:UseSavedSources"] = "false"; // SOURCE stands instead of all others
        }
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
}
