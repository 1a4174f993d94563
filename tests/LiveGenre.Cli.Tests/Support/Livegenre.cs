using System.Diagnostics;
using System.Text.Json;

namespace LiveGenre.Cli.Tests.Support;

/// <summary>Runs the built <c>livegenre</c> as a user would.</summary>
internal static class Livegenre
{
    /// <summary>How long a test waits for a program: on a busy machine everything takes a multiple of its time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>The built program, for <c>dotnet</c>.</summary>
    // …/bin/LiveGenre.Cli.Tests/debug/ → …/bin/LiveGenre.Cli/debug/livegenre.dll
    public static readonly string Program = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "LiveGenre.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "livegenre.dll");

    /// <summary>Runs it to its end.</summary>
    public static Task<Outcome> RunAsync(params IEnumerable<string> arguments) => RunInAsync([], arguments);

    /// <summary>Runs it to its end, with these variables in its environment.</summary>
    public static async Task<Outcome> RunInAsync((string Name, string Value)[] environment, params IEnumerable<string> arguments)
    {
        using var process = StartIn(environment, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await WaitAsync(process);
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Starts it; the caller ends it.</summary>
    public static Process Start(params IEnumerable<string> arguments) => StartIn([], arguments);

    private static Process StartIn((string Name, string Value)[] environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What stands in the environment of whoever runs the tests is not what they test.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("LiveGenre", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }
        start.Environment["PULSE_SERVER"] = "unix:/nonexistent/livegenre-tests"; // no test listens to the machine it runs on
        start.Environment["LiveGenre__DataFolder"] = Path.Combine(AppContext.BaseDirectory, "data"); // nor to what it keeps
        start.Environment["LiveGenre__History__Store"] = "memory"; // nor leaves anything on it
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end.</summary>
    public static async Task WaitAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"livegenre did not end within {Patience.TotalSeconds} s.");
        }
    }

    /// <summary>What a run left.</summary>
    internal sealed record Outcome(int ExitCode, string Output, string Error)
    {
        /// <summary>Each line of the output as JSON.</summary>
        public IReadOnlyList<JsonElement> JsonLines =>
            [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

        /// <summary>The whole output as JSON.</summary>
        public JsonElement Json => JsonElement.Parse(Output);

        /// <summary>The lines of standard error that report errors.</summary>
        public IReadOnlyList<string> Errors => [.. Error.Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal))];
    }
}
