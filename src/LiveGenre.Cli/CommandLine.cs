using System.CommandLine;
using System.CommandLine.Help;
using LiveGenre.Capture;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Commands;
using LiveGenre.Cli.Output;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;
using LiveGenre.Onnx.Runtime;

namespace LiveGenre.Cli;

/// <summary><c>livegenre</c>: its commands, and what becomes of what goes wrong in them.</summary>
internal static class CommandLine
{
    /// <summary>
    /// How long a command may take to end after Ctrl+C before the process is ended for it. Longer than twice the
    /// longest LiveGenre:Serving:DrainTimeout (2 min), within which the daemon ends by itself.
    /// </summary>
    private static readonly TimeSpan EndTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Parses and runs.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        if (UsageErrors.AreIn(parsed))
        {
            return UsageErrors.Show(parsed);
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = EndTimeout,
            });
        }
        catch (IOException error) when (StandardOutput.IsClosed(error))
        {
            return ExitCode.Done; // whoever read the output has seen enough
        }
        catch (OperationCanceledException)
        {
            Report.Error("interrupted.");
            return ExitCode.Failed;
        }
        catch (Exception error)
        {
            foreach (var line in Describe(error))
            {
                Report.Error(line);
            }
            return ExitCode.Failed;
        }
    }

    private static RootCommand Create()
    {
        var root = new RootCommand("LiveGenre tells, live, what kind of sound is on air.")
        {
            RunCommand.Create(),
            WatchCommand.Create(),
            ReportCommand.Create(),
            AlertsCommand.Create(),
            DevicesCommand.Create(),
            ClassifyCommand.Create(),
            EvaluateCommand.Create(),
            EvaluateStreamCommand.Create(),
            FeaturesCommand.Create(),
            SourcesCommand.Create(),
            ModelCommand.Create(),
            TokenCommand.Create(),
            SupportCommand.Create(),
            CompletionCommand.Create(),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples();
        }
        return root;
    }

    /// <summary>What to tell a person: a sentence where the world is at fault, all that is known where we are.</summary>
    private static IReadOnlyList<string> Describe(Exception error) => error switch
    {
        SettingsException settings => settings.Errors,
        CommandFailedException or ModelFormatException or ModelOutputException or OnnxRuntimeException or AudioSourceException => [error.Message],
        IOException or UnauthorizedAccessException => [error.Message],
        _ => [$"this is a bug in livegenre; please report it. {error}"],
    };
}
