using LiveGenre.Daemon.Tests.History.Support;

// Tests that kill a process start this one: VSTest itself never calls it.
return args is ["history-writer", var file, var first] ? await CrashingWriter.RunAsync(file, long.Parse(first, System.Globalization.CultureInfo.InvariantCulture)) : 2;
