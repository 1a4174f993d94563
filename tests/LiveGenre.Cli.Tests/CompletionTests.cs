using System.Diagnostics;
using LiveGenre.Capture.Tests.Support;
using LiveGenre.Cli.Tests.Support;

namespace LiveGenre.Cli.Tests;

/// <summary>Completion as the shells themselves do it.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [RequiresFact("bash", "script")]
    public async Task Bash_TabBehindTheBeginningOfACommand_CompletesIt()
    {
        // A terminal of its own: only there does bash complete.
        var output = await RunAsync(
            ["script", "-qec", "bash --norc --noprofile -i", "/dev/null"],
            "source <(livegenre completion bash)\nlivegenre comp\t fish --he\t\nexit\n");

        Assert.Contains("source <(livegenre completion zsh)    ", output, StringComparison.Ordinal); // of the help of 'completion'
    }

    [RequiresFact("fish")]
    public async Task Fish_TabBehindTheBeginningOfACommand_CompletesIt()
    {
        var output = await RunAsync(["fish", "--no-config", "-c", "livegenre completion fish | source; complete -C 'livegenre mod'"]);

        Assert.Contains("model", output.Split('\n'));
    }

    [RequiresFact("zsh")]
    public async Task Zsh_TabBehindTheBeginningOfACommand_CompletesIt()
    {
        var output = await RunAsync(
            ["script", "-qec", "zsh -f -i", "/dev/null"],
            "autoload -Uz compinit; compinit -u -D; source <(livegenre completion zsh)\nlivegenre comp\t fish --he\t\nexit\n");

        Assert.Contains("source <(livegenre completion zsh)    ", output, StringComparison.Ordinal); // of the help of 'completion'
    }

    [Fact]
    public async Task Script_OfNoSuchShell_SaysWhichThereAre()
    {
        var outcome = await Livegenre.RunAsync("completion", "tcsh");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("tcsh", Assert.Single(outcome.Errors), StringComparison.Ordinal);
        Assert.Contains("fish", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>Runs a program that finds livegenre on its PATH.</summary>
    /// <returns>All that it printed.</returns>
    private async Task<string> RunAsync(IReadOnlyList<string> command, string input = "")
    {
        var wrapper = _scratch["bin/livegenre"];
        await File.WriteAllTextAsync(wrapper, $"#!/bin/sh\nexec dotnet '{Livegenre.Program}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{_scratch["bin"]}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = _scratch["home"];
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        await Livegenre.WaitAsync(process);
        Assert.Equal(0, process.ExitCode);
        return await output;
    }
}
