using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace LiveGenre.Capture.Tests.Support;

/// <summary>A PulseAudio daemon of one's own, without any hardware: what plays into its null sinks appears at their monitors.</summary>
internal sealed class PulseServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _players = [];
    private Process? _daemon;

    public string Address => "unix:" + _folder.At("native");

    public AudioSourceOptions Options => new() { PulseServer = Address, OpenTimeout = TimeSpan.FromSeconds(10) };

    public static async Task<PulseServer> StartAsync(params string[] sinks)
    {
        var server = new PulseServer();
        await server.StartDaemonAsync(sinks);
        return server;
    }

    /// <summary>Starts the daemon (again) with sinks such as <c>onair rate=44100 channels=2</c>.</summary>
    public async Task StartDaemonAsync(params string[] sinks)
    {
        List<string> arguments =
        [
            "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes",
            "-L", $"module-native-protocol-unix socket={_folder.At("native")} auth-anonymous=1",
        ];
        // Without rewinds a null sink works in blocks of 50 ms instead of 2 s.
        foreach (var sink in sinks)
        {
            arguments.AddRange(["-L", $"module-null-sink norewinds=1 sink_name={sink}"]);
        }

        _daemon = Start("pulseaudio", arguments);
        var waited = Stopwatch.StartNew();
        while (await RunAsync("pactl", "info") != 0)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10) && !_daemon.HasExited, "pulseaudio does not start");
            await Task.Delay(50);
        }
    }

    /// <summary>Kills the daemon as a crash would.</summary>
    public void KillDaemon()
    {
        _daemon!.Kill();
        _daemon.WaitForExit();
        _daemon = null;
        File.Delete(_folder.At("native"));
    }

    /// <summary>Stops the daemon's clock: it holds its connections and answers nothing.</summary>
    public void Freeze() => Assert.Equal(0, Kill(_daemon!.Id, 19)); // SIGSTOP

    /// <summary>Lets it go on.</summary>
    public void Thaw() => Assert.Equal(0, Kill(_daemon!.Id, 18)); // SIGCONT

    public async Task ControlAsync(params string[] command) =>
        Assert.Equal(0, await RunAsync("pactl", command));

    /// <summary>Adds a sink such as <c>onair rate=44100 channels=2</c>.</summary>
    public Task LoadSinkAsync(string sink) => ControlAsync(["load-module", "module-null-sink", "norewinds=1", .. $"sink_name={sink}".Split(' ')]);

    /// <summary>Takes a sink out; sources and players of it lose their streams.</summary>
    public async Task UnloadSinkAsync(string name)
    {
        using var list = Process.Start(new ProcessStartInfo("pactl", ["list", "modules", "short"]) { RedirectStandardOutput = true, Environment = { ["PULSE_SERVER"] = Address } })!;
        var modules = (await list.StandardOutput.ReadToEndAsync()).Split('\n');
        await ControlAsync("unload-module", modules.Single(module => module.Split([' ', '\t']).Contains($"sink_name={name}")).Split('\t')[0]);
    }

    /// <summary>Plays floats into a sink until they, or with <paramref name="again"/> only the server or the test, end.</summary>
    public void Play(string sink, float[] interleaved, int rate, int channels, bool again = false)
    {
        var player = Start("pacat",
        [
            "--playback", $"--device={sink}", "--format=float32le", "--latency-msec=2000", // deep, so that a busy machine makes no holes
            "--rate=" + rate.ToString(CultureInfo.InvariantCulture), "--channels=" + channels.ToString(CultureInfo.InvariantCulture),
        ]);
        _players.Add(player);
        _ = Task.Run(async () =>
        {
            try
            {
                var bytes = MemoryMarshal.AsBytes(interleaved.AsSpan()).ToArray();
                do
                {
                    await player.StandardInput.BaseStream.WriteAsync(bytes);
                }
                while (again);
                player.StandardInput.Close();
            }
            catch (IOException)
            {
                // The test, or the server, ended first.
            }
        });
    }

    public void Dispose()
    {
        foreach (var process in _players.Append(_daemon).OfType<Process>())
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        _folder.Dispose();
    }

    private async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private Process Start(string program, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var name in new[] { "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH", "HOME" })
        {
            info.Environment[name] = _folder.Path;
        }

        info.Environment["PULSE_SERVER"] = program == "pulseaudio" ? "" : Address;
        var process = Process.Start(info)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
