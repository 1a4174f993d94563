using System.CommandLine;
using System.Threading.Channels;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Output;
using LiveGenre.Cli.Watching;
using LiveGenre.Cli.Watching.Screen;
using Spectre.Console;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre watch</c>: a live view of a daemon.</summary>
internal sealed class WatchCommand
{
    private readonly DaemonArguments _daemon = new();

    private readonly Option<string?> _source = new("--source")
    {
        Description = "The source to show; without it the only one there is, or all of them in a table.",
        HelpName = "ID",
    };

    private readonly Option<string> _format = Parameters.OutputFormat(
        "On a terminal, text is a live screen; elsewhere a line for each change. JSON is each response as a line of protobuf's JSON.");

    private readonly Option<FileInfo?> _snapshot = new("--snapshot")
    {
        Description = "Write the screen as a picture once there is a decision, and end.",
        HelpName = "FILE.svg",
    };

    private readonly Option<bool> _wait = new("--wait") { Description = "Wait for a daemon that is not there yet, rather than fail." };

    public static Command Create() => new WatchCommand().CreateCommand();

    private ExampledCommand CreateCommand()
    {
        var command = new ExampledCommand("watch", "Show live what a daemon hears, until Ctrl+C.")
        {
            Examples =
            [
                "livegenre watch                                 # the daemon of this machine",
                "livegenre watch --address http://studio:5081 --source onair",
                "livegenre watch | tee log.txt                   # a line for each change",
                "livegenre watch --format json | jq --unbuffered -r '.window.decision.label // empty'",
            ],
        };
        command.Add(_source);
        _daemon.AddTo(command);
        foreach (var option in new Option[] { _format, _snapshot, _wait })
        {
            command.Add(option);
        }
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        OutputPath.RequireFile(_snapshot.Name, parsed.GetValue(_snapshot));
        using var connection = _daemon.Connect(parsed);
        var address = connection.Address;
        var directory = new SourceDirectory(connection, TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var views = await directory.FindAsync(parsed.GetValue(_source), parsed.GetValue(_wait), stop.Token);
            var output = CreateOutput(parsed, views, address);
            var events = Channel.CreateBounded<WatchEvent>(1_024);
            var watching = Task.WhenAll(views.Select(view =>
                new SourceWatch(connection.Calls, view.SourceId, TimeProvider.System).RunAsync(events.Writer, stop.Token)));
            _ = watching.ContinueWith(ended => events.Writer.TryComplete(ended.Exception?.InnerException), TaskScheduler.Default);
            await output.RunAsync(events.Reader, stop.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl+C is how one stops watching.
        }
        finally
        {
            await stop.CancelAsync();
        }
        return ExitCode.Done;
    }

    private IWatchOutput CreateOutput(ParseResult parsed, IReadOnlyList<SourceView> views, string address)
    {
        var time = TimeProvider.System;
        void Draw(ScreenCanvas canvas)
        {
            if (views is [var only])
            {
                SourceScreen.Draw(canvas, only, address, time.GetUtcNow());
            }
            else
            {
                SourcesScreen.Draw(canvas, views, address, time.GetUtcNow());
            }
        }
        return parsed.GetValue(_snapshot) is { } file ? new PictureOutput(views, Draw, file, time)
            : parsed.GetValue(_format) == Parameters.Json ? new JsonOutput(StandardOutput.Open())
            : Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi ? new LinesOutput(StandardOutput.Open(), time)
            : new ScreenOutput(views, Draw, time);
    }
}
