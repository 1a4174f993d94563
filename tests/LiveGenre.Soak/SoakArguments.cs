using System.CommandLine;

namespace LiveGenre.Soak;

/// <summary>What the command line says.</summary>
/// <param name="Duration">Faults are made until so much time has passed; each at least once.</param>
/// <param name="Seed">Decides the order of the faults and every length of time in them.</param>
/// <param name="Report">Where <c>soak.json</c> and <c>soak.svg</c> are written; null for nowhere.</param>
internal sealed record SoakArguments(TimeSpan Duration, int Seed, DirectoryInfo? Report)
{
    /// <summary>Reads the command line; prints help or what is wrong with it, and ends, where there is nothing to run.</summary>
    public static SoakArguments Parse(string[] args)
    {
        var minutes = new Option<double>("--minutes") { Description = "How long faults are made; each is made once at least." };
        var seed = new Option<int>("--seed") { Description = "Decides the order of the faults and their lengths.", DefaultValueFactory = _ => 1 };
        var report = new Option<DirectoryInfo?>("--report") { Description = "Where soak.json and soak.svg are written.", HelpName = "DIR" };
        var root = new RootCommand("Runs LiveGenre among real parts that fail, and checks that it loses, leaks and leaves nothing.") { minutes, seed, report };
        SoakArguments? arguments = null;
        root.SetAction(parsed => arguments = new(TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(seed), parsed.GetValue(report)));
        var exitCode = root.Parse(args).Invoke();
        if (arguments is null)
        {
            Environment.Exit(exitCode);
        }
        return arguments;
    }
}
