using System.Diagnostics;
using System.Text;

namespace LiveGenre.Grpc.Tests.Interop;

/// <summary>A program outside of .NET, with all that it prints.</summary>
internal sealed class ExternalProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ExternalProgram(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _firstLine.TrySetException(new InvalidOperationException("The program ended without printing anything on its standard output."));
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The first line that the program prints.</summary>
    public async Task<string> FirstLineAsync()
    {
        try
        {
            return await _firstLine.Task.WaitAsync(Patience);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{_process.StartInfo.FileName} printed: {Output}", e);
        }
    }

    public static ExternalProgram Start(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryFolder.Of("tests", "fixtures", "interop"),
        };
        start.Environment["GRPC_VERBOSITY"] = "ERROR";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        var program = new ExternalProgram(new Process { StartInfo = start });
        program._process.Start();
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Runs a program to its end; fails with its output unless it ends with 0.</summary>
    public static async Task RunAsync(string file, params string[] arguments)
    {
        await using var program = Start(file, arguments);
        program._process.StandardInput.Close();
        var ended = true;
        try
        {
            await program._process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            ended = false;
        }
        Assert.True(ended && program._process.ExitCode == 0, $"{file} {string.Join(' ', arguments)} {(ended ? $"ended with {program._process.ExitCode}" : "did not end")} and printed:\n{program.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }
        lock (_output)
        {
            _output.AppendLine(line);
        }
        _firstLine.TrySetResult(line);
    }
}
