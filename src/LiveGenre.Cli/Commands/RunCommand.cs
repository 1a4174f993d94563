using System.CommandLine;
using System.Globalization;
using LiveGenre.Capture;
using LiveGenre.Daemon;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre run [SOURCE]</c>: the daemon.</summary>
internal static class RunCommand
{
    private const string SourceKey = LiveGenreOptions.Section + ":Sources:0:";

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var source = new Argument<string?>("SOURCE")
        {
            Description = """
                What to listen to: pulse:NAME (pulse:@DEFAULT_MONITOR@ is what this machine plays), portaudio:NAME, a URL, a file,
                - for raw PCM on standard input, or demo. Without it: the sources of the settings, else the loopback monitor if a
                sound server runs, else the default microphone, else the demo programme.
                """,
            Arity = ArgumentArity.ZeroOrOne,
        };
        var rate = new Option<int?>("--rate") { Description = "Sample rate of raw PCM, Hz.", HelpName = "HZ" };
        var channels = new Option<int?>("--channels") { Description = "Channels of raw PCM.", HelpName = "COUNT" };
        var format = new Option<string?>("--format") { Description = "Encoding of raw PCM: s16le, s24le, s32le or f32le.", HelpName = "ENCODING" };
        var channel = new Option<int?>("--channel") { Description = "The one channel to listen to, from 0; without it all are mixed.", HelpName = "INDEX" };
        var loop = new Option<bool>("--loop") { Description = "Start a file again at its end." };
        var model = new Option<string?>("--model") { Description = "Folder of the model bundle.", HelpName = "DIR" };
        var hop = new Option<string?>("--hop") { Description = "Time between windows, seconds.", HelpName = "SECONDS" };
        var page = new Option<string?>("--page") { Description = "Where the page, gRPC-Web, metrics and health are served.", HelpName = "URL" };
        var grpc = new Option<string?>("--grpc") { Description = "Where gRPC is served (clear-text HTTP/2).", HelpName = "URL" };
        var config = new Option<FileInfo?>("--config") { Description = "A settings file over appsettings.json.", HelpName = "FILE" };
        var set = new Option<string[]>("--set") { Description = "Any setting, such as LiveGenre:Decisions:Margin=0.2; may be repeated.", HelpName = "KEY=VALUE" };
        var exitAtEnd = new Option<bool>("--exit-at-end") { Description = "End when every source has ended, rather than go on serving." };
        var command = new Command("run", "Listen and serve, until Ctrl+C.")
        {
            source, rate, channels, format, channel, loop, model, hop, page, grpc, config, set, exitAtEnd,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            void Put(string key, object? value)
            {
                if (value is not null)
                {
                    settings[key] = Convert.ToString(value, CultureInfo.InvariantCulture);
                }
            }
            foreach (var pair in parsed.GetValue(set) ?? [])
            {
                var at = pair.IndexOf('=', StringComparison.Ordinal);
                if (at <= 0)
                {
                    Console.Error.WriteLine($"--set {pair}: KEY=VALUE is expected, such as LiveGenre:Windowing:Hop=00:00:01.");
                    return ExitCode.WrongUsage;
                }
                Put(pair[..at], pair[(at + 1)..]);
            }
            if (parsed.GetValue(source) is { } address)
            {
                Put(SourceKey + "Id", "main");
                Put(SourceKey + "Address", address);
                Put(SourceKey + "Channel", parsed.GetValue(channel));
                Put(SourceKey + "Loop", parsed.GetValue(loop));
                Put(SourceKey + "RawSampleRateHz", parsed.GetValue(rate));
                Put(SourceKey + "RawChannels", parsed.GetValue(channels));
                Put(SourceKey + "RawEncoding", parsed.GetValue(format));
            }
            Put("LiveGenre:Model:Path", parsed.GetValue(model));
            Put("LiveGenre:Windowing:Hop", ToTime(parsed.GetValue(hop)));
            Put("LiveGenre:Serving:PageUrl", parsed.GetValue(page));
            Put("LiveGenre:Serving:GrpcUrl", parsed.GetValue(grpc));
            return await RunAsync(parsed.GetValue(config), settings, parsed.GetValue(exitAtEnd), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo? file, Dictionary<string, string?> commandLine, bool exitAtEnd, CancellationToken cancellation)
    {
        try
        {
            var configuration = DaemonSettings.Load(file, commandLine);
            var options = SettingsReader.Read(configuration);
            if (options.Sources.Count == 0)
            {
                options = await ChooseSourceAsync(file, commandLine, cancellation);
            }
            return await DaemonHost.RunAsync(configuration, options, TimeProvider.System, exitAtEnd, cancellation)
                ? ExitCode.Done
                : ExitCode.Failed;
        }
        catch (SettingsException error)
        {
            foreach (var line in error.Errors)
            {
                Console.Error.WriteLine($"error: {line}");
            }
        }
        catch (ModelFormatException error)
        {
            Console.Error.WriteLine($"error: {error.Message}");
        }
        return ExitCode.Failed;
    }

    /// <summary>With nothing configured: what this machine plays, else what it hears, else the demo programme.</summary>
    private static async Task<LiveGenreOptions> ChooseSourceAsync(
        FileInfo? file, Dictionary<string, string?> commandLine, CancellationToken cancellation)
    {
        var found = await DefaultSource.FindAsync(cancellation: cancellation);
        var address = found.Source ?? DemoProgramme.Address;
        Console.WriteLine($"Listening to {address}: {found.Reason}");
        commandLine[SourceKey + "Id"] = "main";
        commandLine[SourceKey + "Address"] = address;
        return SettingsReader.Read(DaemonSettings.Load(file, commandLine));
    }

    /// <summary>Seconds as the settings write them; what is no number goes through, and is refused with its key.</summary>
    private static string? ToTime(string? seconds) =>
        double.TryParse(seconds, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < 1e6
            ? TimeSpan.FromSeconds(value).ToString("c", CultureInfo.InvariantCulture)
            : seconds;
}
