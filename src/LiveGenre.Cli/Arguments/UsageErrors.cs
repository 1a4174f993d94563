using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using LiveGenre.Cli.Output;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Cli.Arguments;

/// <summary>Says what is wrong with a command line, and where to read more.</summary>
internal static class UsageErrors
{
    /// <summary>Whether there is anything to report, and nobody asks for help.</summary>
    public static bool AreIn(ParseResult parsed) =>
        parsed.Action is ParseErrorAction || (parsed.Action == parsed.CommandResult.Command.Action && MistypedOption(parsed) is not null);

    /// <summary>Reports what the parser found.</summary>
    /// <returns><see cref="ExitCode.WrongUsage"/>.</returns>
    public static int Show(ParseResult parsed)
    {
        foreach (var message in Messages(parsed).Distinct())
        {
            Report.Error(message);
        }
        var command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens.Count == 0)
        {
            var width = command.Subcommands.Select(c => c.Name.Length).DefaultIfEmpty().Max();
            foreach (var sub in command.Subcommands)
            {
                var gist = sub.Description!.Split([". ", ": "], StringSplitOptions.None)[0].TrimEnd('.');
                Console.Error.WriteLine($"  {sub.Name.PadRight(width)}  {gist}");
            }
        }
        Console.Error.WriteLine($"See 'livegenre {Path(command)}--help'.");
        return ExitCode.WrongUsage;
    }

    /// <summary>The words between <c>livegenre</c> and its options.</summary>
    private static string Path(Command command) =>
        command is RootCommand ? "" : $"{string.Concat(command.Parents.OfType<Command>().Select(Path))}{command.Name} ";

    private static IEnumerable<string> Messages(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var mistypedOption = MistypedOption(parsed);
        if (mistypedOption is not null)
        {
            yield return ExplainOption(mistypedOption, command);
        }
        if (command.Subcommands.Count > 0)
        {
            if (mistypedOption is null)
            {
                yield return parsed.UnmatchedTokens is [var word, ..] ? ExplainWord(word, command) : "which command? There are:";
            }
            yield break;
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

    /// <summary>The parser hands mistyped options to arguments.</summary>
    private static string? MistypedOption(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)
            .Concat(parsed.UnmatchedTokens).FirstOrDefault(LooksLikeOption);

    /// <summary>Whether a word is an option's name rather than a file's.</summary>
    private static bool LooksLikeOption(string word) => word.Length > 1 && word[0] == '-' && !File.Exists(word);

    private static string ExplainOption(string mistyped, Command command)
    {
        var name = mistyped.Split('=')[0];
        var known = command.Parents.OfType<RootCommand>().SelectMany(root => root.Options).OfType<HelpOption>().Concat(command.Options)
            .Where(option => !option.Hidden).Select(option => option.Name).ToList();
        return known.Contains(name) ? Misplaced(name, command) : $"'{mistyped}' is no option of {(command is RootCommand ? "livegenre" : "this command")}"
            + (Spelling.Nearest(name.TrimStart('-'), known.Select(option => option.TrimStart('-'))) is { } nearest ? $"; did you mean --{nearest}?" : ".");
    }

    private static string ExplainWord(string mistyped, Command command)
    {
        var names = command.Subcommands.Select(c => c.Name).ToList();
        return names.Contains(mistyped) ? Misplaced(mistyped, command) : $"'{mistyped}' is no command; {(Spelling.Nearest(mistyped, names) is { } nearest ? $"did you mean {nearest}?" : $"there are {string.Join(", ", names)}.")}";
    }

    private static string Misplaced(string word, Command command) => $"'{word}' stands before its command; write it behind '{Path(command).TrimEnd()}'.";
}
