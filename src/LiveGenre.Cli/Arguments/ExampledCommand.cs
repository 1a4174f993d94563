using System.CommandLine;

namespace LiveGenre.Cli.Arguments;

/// <summary>A command that shows in its help how it is used.</summary>
internal sealed class ExampledCommand(string name, string description) : Command(name, description)
{
    /// <summary>Whole command lines, each with what it does behind a #.</summary>
    public required IReadOnlyList<string> Examples { get; init; }
}
