using System.CommandLine;
using LiveGenre.Cli.Arguments;

namespace LiveGenre.Cli.Commands;

internal static class WatchCommand
{
    public static Command Create() => new ExampledCommand("watch", "x") { Examples = [] };
}
