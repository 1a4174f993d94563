using System.Diagnostics;
using System.Net.Sockets;
using LiveGenre.Capture.Tests.Support;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Tests.PulseAudio;

[Collection("pulse")]
public class PulseSourceTests
{
    [RequiresFact("pulseaudio", "pacat")]
    public async Task ReadAsync_ToneInASink_ComesFromItsMonitorAtItsLevel()
    {
        using var server = await PulseServer.StartAsync("onair rate=44100 channels=2");
        await using var capture = await OpenAsync(server, "pulse:onair.monitor");
        server.Play("onair", Tone.Sine(1000, 5, 44_100, 2, amplitude: 0.25f), 44_100, 2);

        var heard = await ReadSoundAsync(capture, 44_100);

        Assert.Equal(new AudioFormat(44_100, 2), capture.Format);
        var left = Tone.Channel(heard, 2);
        Assert.InRange(Tone.Purity(left, 1000, 44_100), 0.99, 1.01);
        Assert.InRange(Tone.Rms(left), 0.97 * 0.25 / Math.Sqrt(2), 1.03 * 0.25 / Math.Sqrt(2));
    }

    [RequiresFact("pulseaudio")]
    public async Task OpenAsync_SinkOfEightChannels_KeepsItsOwnRateAndChannels()
    {
        using var server = await PulseServer.StartAsync("surround rate=96000 channels=8");
        await using var capture = await OpenAsync(server, "pulse:surround.monitor");
        Assert.Equal(new AudioFormat(96_000, 8), capture.Format);
        Assert.Equal(9_600 * 8, (await capture.ReadFramesAsync(9_600)).Length);
    }

    [RequiresFact("pulseaudio")]
    public async Task ReadAsync_NothingPlays_DeliversDigitalSilenceInRealTime()
    {
        using var server = await PulseServer.StartAsync("onair rate=48000 channels=1");
        await using var capture = await OpenAsync(server, "pulse:onair.monitor");
        await capture.ReadFramesAsync(4_800);

        var watch = Stopwatch.StartNew();
        var heard = await capture.ReadFramesAsync(48_000);

        Assert.All(heard, sample => Assert.Equal(0f, sample));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.7, 10);
    }

    [RequiresFact("pulseaudio")]
    public async Task OpenAsync_UnknownDevice_ListsThoseThatExist()
    {
        using var server = await PulseServer.StartAsync("onair", "studio");
        var error = await Assert.ThrowsAsync<AudioSourceException>(() => OpenAsync(server, "pulse:offair.monitor"));
        Assert.Equal(AudioSourceFault.NotFound, error.Fault);
        Assert.Contains("pulse:onair.monitor, pulse:studio.monitor", error.Message, StringComparison.Ordinal);
    }

    [RequiresFact("pulseaudio")]
    public async Task OpenAsync_DefaultMonitor_IsWhateverTheDefaultIsNow()
    {
        using var server = await PulseServer.StartAsync("onair rate=44100 channels=2", "studio rate=48000 channels=1");
        await server.ControlAsync("set-default-sink", "onair");
        await using var first = await OpenAsync(server, "pulse:@DEFAULT_MONITOR@");
        Assert.Equal(44_100, first.Format.SampleRateHz);
        await first.ReadFramesAsync(441);

        await server.ControlAsync("set-default-sink", "studio");

        var error = await Assert.ThrowsAsync<AudioSourceException>(() => first.ReadToEndAsync());
        Assert.Equal(AudioSourceFault.Lost, error.Fault);
        Assert.Contains("default changed", error.Message, StringComparison.Ordinal);
        await using var second = await OpenAsync(server, "pulse:@DEFAULT_MONITOR@");
        Assert.Equal(new AudioFormat(48_000, 1), second.Format);
    }

    [RequiresFact("pulseaudio")]
    public async Task ReadAsync_SinkIsRemoved_IsLostAndDoesNotMoveToAnother()
    {
        using var server = await PulseServer.StartAsync("onair");
        await server.ControlAsync("load-module", "module-rescue-streams"); // as desktops do
        await server.ControlAsync("load-module", "module-remap-sink", "sink_name=guest", "master=onair");
        await using var capture = await OpenAsync(server, "pulse:guest.monitor");
        await capture.ReadFramesAsync(441);

        await server.ControlAsync("unload-module", "module-remap-sink");

        var error = await Assert.ThrowsAsync<AudioSourceException>(() => capture.ReadToEndAsync());
        Assert.Equal(AudioSourceFault.Lost, error.Fault);
    }

    [RequiresFact("pulseaudio")]
    public async Task OpenAsync_ServerWasKilledAndCameBack_IsLostAtOnceAndProbesAfresh()
    {
        using var server = await PulseServer.StartAsync("onair rate=44100 channels=2");
        var source = AudioSourceFactory.Create("pulse:onair.monitor", server.Options);
        await using (var capture = await source.OpenAsync(default))
        {
            await capture.ReadFramesAsync(4_410);
            var watch = Stopwatch.StartNew();
            server.KillDaemon();

            var lost = await Assert.ThrowsAsync<AudioSourceException>(() => capture.ReadToEndAsync());

            Assert.Equal((AudioSourceFault.Lost, "pulse:onair.monitor"), (lost.Fault, lost.Address));
            Assert.NotNull(lost.NativeCode);
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        }

        var gone = await Assert.ThrowsAsync<AudioSourceException>(async () => await source.OpenAsync(default));
        Assert.Equal(AudioSourceFault.Unreachable, gone.Fault);

        await server.StartDaemonAsync("onair rate=32000 channels=1");
        await using var again = await source.OpenAsync(default);
        Assert.Equal(new AudioFormat(32_000, 1), again.Format);
        await again.ReadFramesAsync(3_200);
        await NativeThreads.AssertCountAsync(1, "livegenre-pulse");
    }

    [RequiresFact("pulseaudio")]
    public async Task ReadAsync_Cancelled_ReturnsAtOnceAndLosesNothing()
    {
        using var server = await PulseServer.StartAsync("onair rate=48000 channels=1");
        await using var capture = await OpenAsync(server, "pulse:onair.monitor");
        server.Freeze();
        try
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            var watch = Stopwatch.StartNew();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                while (true)
                {
                    await capture.ReadAsync(new float[4_800], stop.Token);
                }
            });
            Assert.InRange(watch.Elapsed.TotalSeconds, 0.1, 10);
        }
        finally
        {
            server.Thaw();
        }

        await capture.ReadFramesAsync(4_800);
    }

    [RequiresFact("pulseaudio")]
    public async Task ReadAsync_ServerHangs_IsLost()
    {
        using var server = await PulseServer.StartAsync("onair");
        await using var capture = await AudioSourceFactory
            .Create("pulse:onair.monitor", server.Options with { OpenTimeout = TimeSpan.FromSeconds(3) }).OpenAsync(default);
        server.Freeze();
        try
        {
            var error = await Assert.ThrowsAsync<AudioSourceException>(() => capture.ReadToEndAsync());
            Assert.Equal(AudioSourceFault.Lost, error.Fault);
            Assert.Contains("no longer answers", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            server.Thaw();
        }
    }

    [RequiresFact("pulseaudio")]
    public async Task ReadAsync_DeviceIsSuspended_WaitsForItsReturn()
    {
        using var server = await PulseServer.StartAsync("onair");
        await using var capture = await AudioSourceFactory
            .Create("pulse:onair.monitor", server.Options with { OpenTimeout = TimeSpan.FromSeconds(1) }).OpenAsync(default);
        await capture.ReadFramesAsync(441);
        await server.ControlAsync("suspend-sink", "onair", "1");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(5)); // longer than it takes to suspect the server
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (true)
            {
                await capture.ReadAsync(new float[4_410], stop.Token);
            }
        });
        await server.ControlAsync("suspend-sink", "onair", "0");
        await capture.ReadFramesAsync(4_410);
    }

    [RequiresFact("pulseaudio")]
    public async Task DisposeAsync_ServerAnswersNothing_EndsTheThreadAtOnce()
    {
        using var server = await PulseServer.StartAsync("onair");
        var capture = await OpenAsync(server, "pulse:onair.monitor");
        server.Freeze();
        try
        {
            var watch = Stopwatch.StartNew();
            await capture.DisposeAsync();
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
            await NativeThreads.AssertCountAsync(0, "livegenre-pulse");
        }
        finally
        {
            server.Thaw();
        }
    }

    [RequiresFact("pulseaudio")]
    public async Task OpenAsync_ServerAnswersNothing_GivesUpInTimeOrWhenCancelled()
    {
        using var folder = new TemporaryFolder();
        using var mute = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        mute.Bind(new UnixDomainSocketEndPoint(folder.At("native")));
        mute.Listen();
        var options = new AudioSourceOptions { PulseServer = "unix:" + folder.At("native"), OpenTimeout = TimeSpan.FromSeconds(0.5) };

        var watch = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<AudioSourceException>(async () =>
            await AudioSourceFactory.Create("pulse:onair.monitor", options).OpenAsync(default));
        Assert.Equal(AudioSourceFault.Unreachable, error.Fault);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.4, 10);

        watch.Restart();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await AudioSourceFactory.Create("pulse:onair.monitor", options with { OpenTimeout = TimeSpan.FromMinutes(1) }).OpenAsync(stop.Token));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        await NativeThreads.AssertCountAsync(0, "livegenre-pulse");
    }

    private static async Task<IAudioCapture> OpenAsync(PulseServer server, string source) =>
        await AudioSourceFactory.Create(source, server.Options).OpenAsync(default);

    /// <summary>Waits until something sounds, lets it settle, and takes so many frames.</summary>
    private static async Task<float[]> ReadSoundAsync(IAudioCapture capture, int frames)
    {
        var waited = Stopwatch.StartNew();
        while (!(await capture.ReadFramesAsync(441)).Any(sample => Math.Abs(sample) > 0.01f))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10), "Nothing sounds.");
        }

        await capture.ReadFramesAsync(capture.Format.SampleRateHz / 5);
        return await capture.ReadFramesAsync(frames);
    }
}
