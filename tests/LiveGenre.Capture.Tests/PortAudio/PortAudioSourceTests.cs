using System.Diagnostics;
using LiveGenre.Capture.PortAudio;
using LiveGenre.Capture.Tests.Support;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Tests.PortAudio;

/// <summary>PortAudio on ALSA, whose pulse plug-in stands for the sound card that test machines lack.</summary>
[Collection("pulse")]
public class PortAudioSourceTests
{
    private static readonly AudioSourceOptions Options = new();

    [RequiresFact("libportaudio.so.2", "libasound_module_pcm_pulse.so", "pulseaudio", "pacat")]
    public async Task ReadAsync_ToneAtTheDevice_ArrivesAtItsLevel()
    {
        using var server = await PulseServer.StartAsync("onair rate=44100 channels=2");
        using var alsa = new AlsaConfiguration(server, ("onair", "onair.monitor"));
        await using var capture = await OpenAsync("portaudio:onair");
        server.Play("onair", Tone.Sine(1000, 8, 44_100, 2, amplitude: 0.25f), 44_100, 2);

        var heard = await ReadSoundAsync(capture, capture.Format.SampleRateHz);

        Assert.Equal(new AudioFormat(44_100, 2), capture.Format);
        var left = Tone.Channel(heard, 2);
        Assert.InRange(Tone.Purity(left, 1000, 44_100), 0.97, 1.03);
        Assert.InRange(Tone.Rms(left), 0.97 * 0.25 / Math.Sqrt(2), 1.03 * 0.25 / Math.Sqrt(2));
    }

    [RequiresFact("libportaudio.so.2", "libasound_module_pcm_pulse.so", "pulseaudio")]
    public async Task OpenAsync_NamesWithAndWithoutHostApi_MeanTheDevice()
    {
        using var server = await PulseServer.StartAsync("onair");
        using var alsa = new AlsaConfiguration(server, ("onair", "onair.monitor"));
        foreach (var name in new[] { "portaudio:ALSA: onair", "portaudio:OnAir", "portaudio:@DEFAULT_SOURCE@" })
        {
            await using var capture = await OpenAsync(name);
            await capture.ReadFramesAsync(100);
        }

        await NativeThreads.AssertCountAsync(0, "livegenre-portaudio");
    }

    [RequiresFact("libportaudio.so.2", "libasound_module_pcm_pulse.so", "pulseaudio")]
    public async Task OpenAsync_UnknownDevice_ListsThoseThatExist()
    {
        using var server = await PulseServer.StartAsync("onair");
        using var alsa = new AlsaConfiguration(server, ("onair", "onair.monitor"), ("studio", "onair.monitor"));
        var error = await Assert.ThrowsAsync<AudioSourceException>(() => OpenAsync("portaudio:offair"));
        Assert.Equal(AudioSourceFault.NotFound, error.Fault);
        Assert.Contains("'portaudio:ALSA: onair', 'portaudio:ALSA: studio'", error.Message, StringComparison.Ordinal);
    }

    [RequiresFact("libportaudio.so.2", "libasound_module_pcm_pulse.so", "pulseaudio")]
    public async Task OpenAsync_DevicePluggedInLater_IsSeenOnceNothingElseIsOpen()
    {
        using var server = await PulseServer.StartAsync("onair");
        using var alsa = new AlsaConfiguration(server, ("onair", "onair.monitor"));
        await using (await OpenAsync("portaudio:onair"))
        {
            alsa.Write(server, ("onair", "onair.monitor"), ("later", "onair.monitor"));
            var error = await Assert.ThrowsAsync<AudioSourceException>(() => OpenAsync("portaudio:later"));
            Assert.Contains("once its other streams are closed", error.Message, StringComparison.Ordinal);
        }

        await using var later = await OpenAsync("portaudio:later");
        await later.ReadFramesAsync(100);
    }

    [RequiresFact("libportaudio.so.2", "libasound_module_pcm_pulse.so", "pulseaudio")]
    public async Task OpenAsync_TwoAtOnce_OutliveEachOther()
    {
        using var server = await PulseServer.StartAsync("onair");
        using var alsa = new AlsaConfiguration(server, ("onair", "onair.monitor"), ("studio", "onair.monitor"));
        var first = await OpenAsync("portaudio:onair");
        await using var second = await OpenAsync("portaudio:studio");
        await first.ReadFramesAsync(1_000);
        await first.DisposeAsync();
        await first.DisposeAsync();
        await second.ReadFramesAsync(10_000);
        Assert.Equal(1, PortAudioHost.Shared.OpenStreams);
    }

    [RequiresFact("libportaudio.so.2", "libasound_module_pcm_pulse.so", "pulseaudio")]
    public async Task ReadAsync_ServerBehindTheDeviceIsKilled_IsLostAndCanBeOpenedAgain()
    {
        using var server = await PulseServer.StartAsync("onair rate=44100 channels=2");
        using var alsa = new AlsaConfiguration(server, ("onair", "onair.monitor"));
        var capture = await OpenAsync("portaudio:onair");
        await capture.ReadFramesAsync(4_410);

        server.KillDaemon();

        var lost = await Assert.ThrowsAsync<AudioSourceException>(() => capture.ReadToEndAsync());
        Assert.Equal(AudioSourceFault.Lost, lost.Fault);
        var watch = Stopwatch.StartNew();
        await capture.DisposeAsync();
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        await Assert.ThrowsAsync<AudioSourceException>(() => OpenAsync("portaudio:onair"));

        await server.StartDaemonAsync("onair rate=44100 channels=2");
        await using var again = await OpenAsync("portaudio:onair");
        await again.ReadFramesAsync(4_410);
    }

    [RequiresFact("libportaudio.so.2", "libasound_module_pcm_pulse.so", "pulseaudio")]
    public async Task ReadAsync_Cancelled_ReturnsAtOnce()
    {
        using var server = await PulseServer.StartAsync("onair");
        using var alsa = new AlsaConfiguration(server, ("onair", "onair.monitor"));
        await using var capture = await OpenAsync("portaudio:onair");
        await capture.ReadFramesAsync(100);
        server.Freeze();
        try
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            var watch = Stopwatch.StartNew();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                while (true)
                {
                    await capture.ReadAsync(new float[4_800], stop.Token);
                }
            });
            Assert.InRange(watch.Elapsed.TotalSeconds, 0.2, 10);
        }
        finally
        {
            server.Thaw();
        }
    }

    [RequiresFact("libportaudio.so.2", "libasound_module_pcm_pulse.so", "pulseaudio")]
    public async Task ListAsync_DevicesOfAlsa_CanBeOpenedByTheirAddresses()
    {
        using var server = await PulseServer.StartAsync("onair");
        using var alsa = new AlsaConfiguration(server, ("onair", "onair.monitor"));
        var devices = await PortAudioDevices.ListAsync(Options, default);
        var device = Assert.Single(devices, d => d.DisplayName == "onair");
        Assert.Equal(("portaudio:ALSA: onair", CaptureBackend.PortAudio), (device.Address, device.Backend));
        await using var capture = await OpenAsync(device.Address);
        Assert.Equal(device.Format, capture.Format);
    }

    private static async Task<IAudioCapture> OpenAsync(string source) => await AudioSourceFactory.Create(source, Options).OpenAsync(default);

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
