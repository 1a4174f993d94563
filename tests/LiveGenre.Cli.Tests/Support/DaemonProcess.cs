using System.Diagnostics;

namespace LiveGenre.Cli.Tests.Support;

/// <summary>A daemon in a process of its own that listens to two files, again and again.</summary>
public sealed class DaemonProcess : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-cli-");
    private Process? _process;

    /// <summary>Where it serves its page.</summary>
    public string Page { get; } = $"http://127.0.0.1:{Ports.Free()}";

    /// <summary>Where it serves gRPC.</summary>
    public string Address { get; } = $"http://127.0.0.1:{Ports.Free()}";

    /// <summary>Settings beside those that every test has, as <c>--set</c> takes them.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public Task InitializeAsync()
    {
        File.WriteAllText(InFolder("station.json"), $$"""
            { "Logging": { "LogLevel": { "Default": "Warning" } },
              "LiveGenre": {
                "Windowing": { "Hop": "00:00:00.25" },
                "TimeZone": "Europe/Berlin",
                "Format": { "MinimumHeard": 0.01, "Targets": [
                  { "Activity": "Silence", "Maximum": 0.05 }, { "Label": "rock", "Share": 0.6 }, { "Activity": "Talk", "Maximum": 0.2, "DayPart": "Morning" }] },
                "Alerts": { "Rules": [{ "Kind": "Silence", "For": "00:00:01" }] },
                "Serving": { "PageUrl": "{{Page}}", "GrpcUrl": "{{Address}}", "HeartbeatInterval": "00:00:00.5" },
                "Sources": [
                  { "Id": "chord", "Name": "Chord FM", "Loop": true, "Address": "{{Wav.Write(InFolder("chord.wav"), 6, Wav.Chord)}}" },
                  { "Id": "silence", "Loop": true, "Address": "{{Wav.Write(InFolder("silence.wav"), 6, Wav.Silence)}}" }
                ] } }
            """);
        Start();
        return Task.CompletedTask;
    }

    /// <summary>Waits until its page answers.</summary>
    public async Task UntilItServesAsync()
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(Livegenre.Patience);
        while (true)
        {
            try
            {
                using var live = await http.GetAsync(new Uri($"{Page}/health/live"), patience.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100, patience.Token);
            }
        }
    }

    /// <summary>Ends it as a service manager would, and starts it again on the same ports.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        Start();
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);

    private void Start()
    {
        _process = Livegenre.Start(
            ["run", "--config", InFolder("station.json"), "--set", $"LiveGenre:DataFolder={InFolder("data")}", .. Settings.SelectMany(s => new[] { "--set", s })]);
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"]))
        {
            await kill.WaitForExitAsync();
        }
        await Livegenre.WaitAsync(_process);
        Assert.Equal(0, _process.ExitCode);
        _process.Dispose();
    }
}
