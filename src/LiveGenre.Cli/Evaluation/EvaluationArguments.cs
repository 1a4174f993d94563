using System.CommandLine;
using LiveGenre.Cli.Arguments;

namespace LiveGenre.Cli.Evaluation;

/// <summary>Options that both evaluations share.</summary>
internal static class EvaluationArguments
{
    /// <summary>What recordings go through before they are heard.</summary>
    public static Option<string> Condition() => Parameters.Choice("--through", "CONDITION",
        $"Put every recording through something first, to see what the model bears: {string.Join(", ", ListeningCondition.Names)}.", ListeningCondition.Names);

    /// <summary>What folders are called, without where they lie.</summary>
    public static string NameOf(IEnumerable<string> folders) =>
        string.Join(" and ", folders.Select(folder => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))));

    /// <summary>How the program was called, for a page that shall be made again.</summary>
    public static string CommandLine() => string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Prepend("livegenre"));
}
