using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LiveGenre.Cli.Arguments;

/// <summary>The help of a command, and how it is used.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    /// <summary>Width where no terminal says one.</summary>
    private const int PipeWidth = 100;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var width = Console.IsOutputRedirected ? PipeWidth : Math.Clamp(Console.WindowWidth, 40, 120);
        new HelpAction { MaxWidth = width }.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ExampledCommand { Examples.Count: > 0 } command)
        {
            output.WriteLine("Examples:");
            foreach (var example in command.Examples)
            {
                output.WriteLine($"  {example}");
            }
            output.WriteLine();
        }
        return ExitCode.Done;
    }
}
