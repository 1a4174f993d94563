using System.CommandLine;
using System.Globalization;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Output;
using LiveGenre.Cli.Support;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre support</c>: one file with everything that somebody who helps wants to know, without secrets.</summary>
internal sealed class SupportCommand
{
    private readonly DaemonArguments _daemon = new();

    private readonly SettingsArguments _settings = new();

    private readonly Option<FileInfo?> _out = new("--out") { Description = "The file to write; livegenre-support-TIME.zip in this folder where it is absent.", HelpName = "FILE.zip" };

    private readonly Option<FileInfo?> _log = new("--log") { Description = "The daemon's log, where it is not in the journal.", HelpName = "FILE" };

    public static Command Create() => new SupportCommand().CreateCommand();

    private ExampledCommand CreateCommand()
    {
        var command = new ExampledCommand("support", "Collect versions, settings, devices, states and logs into one file, every secret masked. The daemon may be down.")
        {
            Examples =
            [
                "livegenre support --config station.json         # with the settings that the daemon was started with",
                "livegenre support --log /var/log/livegenre.log --out ticket-17.zip",
            ],
        };
        command.Add(_out);
        command.Add(_log);
        _daemon.AddTo(command);
        _settings.AddGeneralTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var file = parsed.GetValue(_out) ?? new FileInfo($"livegenre-support-{DateTime.UtcNow.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.zip");
        if (file.Exists)
        {
            throw new CommandFailedException($"{_out.Name} {file} is there already; name a file that is not.");
        }
        OutputPath.RequireFile(_out.Name, file);
        var (options, trouble) = Read(parsed);
        var folder = DataFolder.Find(options);
        var bundle = new SupportBundle([.. SettingsText.Secrets(options), .. SavedSecrets(folder)]);
        bundle.Add("settings.txt", "every setting that holds, as this command line, the environment and the settings files give them", trouble + string.Join('\n', SettingsText.Lines(options)) + "\n");
        await bundle.AddAsync("versions.txt", "of livegenre and of what it stands on", () => MachineFacts.VersionsAsync(cancellation));
        await bundle.AddAsync("devices.txt", "what can be listened to on this machine", () => MachineFacts.DevicesAsync(cancellation));
        await bundle.AddAsync("model.txt", "the configured model's manifest, and whether the bundle is right", () => Task.Run(() => MachineFacts.Model(ModelFolder.Find(options.Model.Path)), cancellation));
        await bundle.AddAsync("files.txt", "names and sizes of what the daemon keeps", () => Task.FromResult(MachineFacts.Files(folder)));
        await bundle.AddAsync("log.txt", "the end of the daemon's log", () => MachineFacts.LogAsync(parsed.GetValue(_log), cancellation));

        using var connection = _daemon.Connect(parsed);
        var daemon = new DaemonFacts(connection);
        await bundle.AddAsync("daemon/access.json", "the running daemon's version and warnings", () => daemon.AccessAsync(cancellation));
        await bundle.AddAsync("daemon/sources.json", "its sources, their states and counts", () => daemon.SourcesAsync(cancellation));
        await bundle.AddAsync("daemon/models.json", "the models that it could run", () => daemon.ModelsAsync(cancellation));
        await bundle.AddAsync("daemon/history.json", "what its store holds", () => daemon.HistoryAsync(cancellation));
        await bundle.AddAsync("daemon/health.txt", "what it answers to probes", () => daemon.HealthAsync(cancellation));
        await bundle.AddAsync("daemon/metrics.txt", "its metrics", () => daemon.MetricsAsync(cancellation));
        bundle.Write(file);
        Console.Write(bundle.Manifest());
        Console.WriteLine($"\n{file.FullName}");
        return ExitCode.Done;
    }

    /// <summary>The settings; the defaults, and what is wrong, where they cannot be read.</summary>
    private (LiveGenreOptions Options, string Trouble) Read(ParseResult parsed)
    {
        try
        {
            return (_settings.Read(parsed), "");
        }
        catch (SettingsException error)
        {
            Report.Warning("the settings are wrong, so that nothing of them is in the file but what is wrong with them; the defaults stand there.");
            return (new LiveGenreOptions(), $"The settings are wrong, and these are the defaults:\n{string.Join('\n', error.Errors)}\n\n");
        }
    }

    private static IEnumerable<string> SavedSecrets(string folder)
    {
        try
        {
            return SavedSources.AddressesIn(folder).SelectMany(Capture.AddressSecrets.SecretsOf);
        }
        catch (SettingsException error)
        {
            Report.Warning(error.Message);
            return [];
        }
    }
}
