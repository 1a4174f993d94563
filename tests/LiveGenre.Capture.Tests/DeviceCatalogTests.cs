using LiveGenre.Capture.Tests.Support;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Tests;

[Collection("pulse")]
public class DeviceCatalogTests
{
    private static readonly AudioSourceOptions NoServer = new() { PulseServer = "unix:/nowhere/native" };

    [RequiresFact("pulseaudio")]
    public async Task ListAsync_SoundServerRuns_ListsItsSourcesAsTheyCanBeOpened()
    {
        using var server = await PulseServer.StartAsync("onair rate=44100 channels=2", "studio rate=48000 channels=1");
        await server.ControlAsync("load-module", "module-remap-source", "source_name=mic", "master=studio.monitor", "source_properties=device.description=Desk");
        await server.ControlAsync("set-default-sink", "onair");
        await server.ControlAsync("set-default-source", "mic");

        var listing = await DeviceCatalog.ListAsync(server.Options);

        var devices = listing.Devices.Where(d => d.Backend == CaptureBackend.PulseAudio).ToDictionary(d => d.Address);
        Assert.Equal(["pulse:mic", "pulse:onair.monitor", "pulse:studio.monitor"], devices.Keys.Order());
        var onair = devices["pulse:onair.monitor"];
        Assert.Equal((CaptureDeviceKind.Loopback, new AudioFormat(44_100, 2), true), (onair.Kind, onair.Format, onair.IsDefault));
        Assert.False(devices["pulse:studio.monitor"].IsDefault);
        var mic = devices["pulse:mic"];
        Assert.Equal((CaptureDeviceKind.Microphone, new AudioFormat(48_000, 1), true, "Desk"), (mic.Kind, mic.Format, mic.IsDefault, mic.DisplayName));
        foreach (var address in devices.Keys)
        {
            await using var capture = await AudioSourceFactory.Create(address, server.Options).OpenAsync(default);
            Assert.Equal(devices[address].Format, capture.Format);
        }
    }

    [Fact]
    public async Task ListAsync_NoSoundServer_LeavesANoteThatSaysSo()
    {
        var listing = await DeviceCatalog.ListAsync(NoServer);
        Assert.DoesNotContain(listing.Devices, d => d.Backend == CaptureBackend.PulseAudio);
        Assert.Contains(listing.Notes, note => note.Contains("no sound server answers", StringComparison.Ordinal)
            || note.Contains("libpulse is not installed", StringComparison.Ordinal));
    }

    [RequiresFact("pulseaudio")]
    public async Task FindAsync_SoundServerRuns_FollowsTheDefaultMonitor()
    {
        using var server = await PulseServer.StartAsync("onair");
        var choice = await DefaultSource.FindAsync(server.Options);
        Assert.Equal("pulse:@DEFAULT_MONITOR@", choice.Source);
        Assert.Contains("this machine plays", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_OnlyAMicrophone_TakesItAndSaysWhy()
    {
        var choice = DefaultSource.Choose(new([Device("portaudio:ALSA: Line", CaptureBackend.PortAudio, CaptureDeviceKind.Microphone, true)], []));
        Assert.Equal("portaudio:ALSA: Line", choice.Source);
        Assert.Contains("default microphone", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_LoopbackThroughPortAudio_IsTakenByName()
    {
        var choice = DefaultSource.Choose(new(
        [
            Device("portaudio:Windows WASAPI: Mic", CaptureBackend.PortAudio, CaptureDeviceKind.Microphone, true),
            Device("portaudio:Windows WASAPI: Speakers [Loopback]", CaptureBackend.PortAudio, CaptureDeviceKind.Loopback, true),
        ], []));
        Assert.Equal("portaudio:Windows WASAPI: Speakers [Loopback]", choice.Source);
    }

    [Fact]
    public void Choose_NoDevice_GivesTheReasons()
    {
        var choice = DefaultSource.Choose(new([], ["Nobody answers."]));
        Assert.Null(choice.Source);
        Assert.Contains("Nobody answers.", choice.Reason, StringComparison.Ordinal);
    }

    private static CaptureDevice Device(string address, CaptureBackend backend, CaptureDeviceKind kind, bool isDefault) =>
        new(address, address, backend, kind, new(48_000, 2), isDefault);
}
