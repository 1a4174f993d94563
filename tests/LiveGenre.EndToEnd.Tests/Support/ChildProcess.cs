using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>A program that a test has started, with all that it prints.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int Terminate = 15; // SIGTERM
    private const int KillSignal = 9; // SIGKILL

    private readonly Process _process = new();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Action<string>? _onLine;

    private ChildProcess(string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment, Action<string>? onLine)
    {
        _onLine = onLine;
        _process.StartInfo = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            _process.StartInfo.Environment[name] = value;
        }
        _process.OutputDataReceived += (_, line) => Note(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Note(_errors, line.Data);
    }

    public int Id => _process.Id;

    /// <summary>Completes when it has ended and all that it printed is here.</summary>
    public Task Ended => _process.WaitForExitAsync();

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    /// <summary>Starts a program; every line that it prints goes to <paramref name="onLine"/>, one at a time for each of its two outputs.</summary>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment, Action<string>? onLine = null)
    {
        var child = new ChildProcess(program, arguments, environment, onLine);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitAsync(TimeSpan within)
    {
        try
        {
            await Ended.WaitAsync(within);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{Describe()} did not end within {within.TotalSeconds:0} s. It printed:\n{Output}{Errors}");
        }
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    public void SendTerminate() => Assert.Equal(0, Kill(_process.Id, Terminate));

    /// <summary>Ends it as a crash would.</summary>
    public void Kill() => _process.Kill();

    /// <summary>The processes that it has started.</summary>
    public IReadOnlyList<int> Children() =>
    [
        .. Directory.EnumerateDirectories($"/proc/{Id}/task")
            .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(id => int.Parse(id, System.Globalization.CultureInfo.InvariantCulture)),
    ];

    /// <summary>Ends one of them as a crash would; <see cref="Process.Kill()"/> does nothing to a process whose id an ended child of ours once had.</summary>
    public static void KillChild(int id) => Assert.Equal(0, Kill(id, KillSignal));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private string Describe() => $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}";

    private void Note(StringBuilder to, string? line)
    {
        if (line is null)
        {
            return;
        }
        lock (to)
        {
            to.AppendLine(line);
        }
        _onLine?.Invoke(line);
    }

    private static string Read(StringBuilder from)
    {
        lock (from)
        {
            return from.ToString();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
