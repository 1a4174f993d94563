using System.CommandLine;
using System.CommandLine.Parsing;
using LiveGenre.Cli.Output;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Cli.Arguments;

/// <summary>Says what is wrong with a command line, and where to read more.</summary>
internal static class UsageErrors
{
    /// <summary>Reports what the parser found.</summary>
    /// <returns><see cref="ExitCode.WrongUsage"/>.</returns>
    public static int Show(ParseResult parsed)
    {
        foreach (var message in Messages(parsed).Distinct())
        {
            Report.Error(message);
        }
        var command = parsed.CommandResult.Command;
        Console.Error.WriteLine($"See 'livegenre {Path(command)}--help'.");
        return ExitCode.WrongUsage;
    }

    /// <summary>The words between <c>livegenre</c> and its options.</summary>
    private static string Path(Command command) =>
        command is RootCommand ? "" : $"{string.Concat(command.Parents.OfType<Command>().Select(Path))}{command.Name} ";

    private static IEnumerable<string> Messages(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command is RootCommand)
        {
            var commands = string.Join(", ", command.Subcommands.Select(c => c.Name));
            yield return parsed.UnmatchedTokens is [var mistyped, ..]
                ? $"'{mistyped}' is no command; there are {commands}."
                : $"which command? There are {commands}.";
            yield break;
        }
        var mistypedOption = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)
            .Concat(parsed.UnmatchedTokens).FirstOrDefault(Parameters.LooksLikeOption);
        if (mistypedOption is not null)
        {
            yield return $"'{mistypedOption}' is no option of this command{Suggest(mistypedOption, command)}";
        }
        // The parser takes a mistyped option, and the value after it, for words.
        foreach (var error in parsed.Errors.Where(error => mistypedOption is null || error.SymbolResult is OptionResult))
        {
            yield return error.SymbolResult switch
            {
                ArgumentResult { Tokens.Count: 0 } missing => $"{missing.Argument.Name} is missing.",
                OptionResult { Tokens.Count: 0 } option => $"{option.Option.Name} needs a value.",
                CommandResult when parsed.UnmatchedTokens is [var extra, ..] => $"'{extra}' is one word too many.",
                _ => error.Message,
            };
        }
    }

    private static string Suggest(string mistyped, Command command)
    {
        var name = mistyped.Split('=')[0];
        var nearest = command.Options.Where(option => !option.Hidden).Select(option => option.Name).MinBy(known => Spelling.Distance(name, known));
        return nearest is not null && Spelling.Distance(name, nearest) <= Math.Max(2, name.Length / 3)
            ? $"; did you mean {nearest}?"
            : ".";
    }
}
