using System.Globalization;
using LiveGenre.Daemon.Tests.History.Support;
using LiveGenre.Daemon.Tests.Pipeline;

// Tests that need a process of its own start this one, as do the tests of the pages: VSTest itself never calls it.
return args switch
{
    ["history-writer", var file, var first] => await CrashingWriter.RunAsync(file, long.Parse(first, CultureInfo.InvariantCulture)),
    ["overloaded-daemon"] => await OverloadedDaemon.RunAsync(),
    _ => 2,
};
