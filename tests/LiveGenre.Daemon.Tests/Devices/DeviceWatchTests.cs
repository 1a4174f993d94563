using LiveGenre.Capture;
using LiveGenre.Capture.Tests.Support;
using LiveGenre.Core.Audio;
using LiveGenre.Daemon.Devices;
using LiveGenre.Daemon.Tests.Pipeline;
using LiveGenre.Protocol.V1;
using AudioFormat = LiveGenre.Core.Audio.AudioFormat;

namespace LiveGenre.Daemon.Tests.Devices;

public sealed class DeviceWatchTests : IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(1));

    [RequiresFact("pulseaudio", "pactl", "pacat")]
    public async Task Watch_ToneOnARealServer_ShowsItsLevelAndTheOthersSilence()
    {
        using var server = await PulseServer.StartAsync("onair rate=44100 channels=2", "studio rate=48000 channels=1");
        server.Play("onair", Tone.Sine(1_000, 30, 44_100, 2, amplitude: 0.25f), 44_100, 2);
        using var watch = new DeviceWatch(TimeProvider.System, server.Options);

        var list = await FirstAsync(watch, devices =>
            Find(devices, "pulse:onair.monitor")?.Level is { RmsDbfs: > -20 } && Find(devices, "pulse:studio.monitor")?.Level is not null);

        var (onAir, studio) = (Find(list, "pulse:onair.monitor")!, Find(list, "pulse:studio.monitor")!);
        Assert.Equal((true, 2u, 44_100u, ""), (onAir.IsLoopback, onAir.ChannelCount, onAir.SampleRateHz, onAir.Trouble));
        Assert.InRange(onAir.Level.PeakDbfs, -12.5, -11.5); // 0.25 is −12.04 dB
        Assert.Equal(AudioLevel.FloorDbfs, studio.Level.RmsDbfs);
    }

    [RequiresFact("pulseaudio", "pactl")]
    public async Task Watch_TheLastWatcherLeaves_LetsGoOfEveryDevice()
    {
        using var server = await PulseServer.StartAsync("onair rate=44100 channels=2");
        var opened = new List<ListenedSource>();
        using var watch = new DeviceWatch(
            TimeProvider.System, cancellation => DeviceCatalog.ListAsync(server.Options, cancellation),
            device =>
            {
                var source = new ListenedSource(AudioSourceFactory.Create(device.Address, server.Options));
                opened.Add(source);
                return source;
            });

        await FirstAsync(watch, devices => Find(devices, "pulse:onair.monitor")?.Level is not null);

        var source = Assert.Single(opened);
        Assert.True(source.Opened > 0);
        Assert.Equal(source.Opened, source.Closed);
    }

    [Fact]
    public async Task Watch_TwoAtOnce_ShareOneMeterADevice()
    {
        var opened = 0;
        var source = new ScriptedSource();
        Hum(source.Connect());
        using var watch = Watch([Microphone("pulse:mic")], _ =>
        {
            opened++;
            return source;
        });

        await using var first = watch.WatchAsync(true, _patience.Token).GetAsyncEnumerator();
        await first.MoveNextAsync();
        var list = await FirstAsync(watch, devices => devices.Devices[0].Level is not null);

        Assert.Equal(-6.02f, list.Devices[0].Level.RmsDbfs, 0.01f);
        Assert.Equal(1, opened);
    }

    [Fact]
    public async Task Watch_DeviceThatRefuses_SaysWhy()
    {
        var source = new ScriptedSource();
        source.Refuse(AudioSourceFault.Unreachable, "It is held by another program.");
        using var watch = Watch([Microphone("pulse:mic")], _ => source);

        var list = await FirstAsync(watch, devices => devices.Devices[0].Trouble.Length > 0);

        Assert.Equal(("It is held by another program.", null), (list.Devices[0].Trouble, list.Devices[0].Level));
    }

    [Fact]
    public async Task Watch_DeviceThatIsLost_SaysSoAndIsTriedAgain()
    {
        var source = new ScriptedSource();
        source.Connect().Lose("It was pulled out.");
        using var watch = Watch([Microphone("pulse:mic")], _ => source);

        await using var watching = watch.WatchAsync(true, _patience.Token).GetAsyncEnumerator();
        while (await watching.MoveNextAsync() && watching.Current.Devices[0].Trouble.Length == 0)
        {
        }
        Assert.Equal("It was pulled out.", watching.Current.Devices[0].Trouble);
        Hum(source.Connect());
        while (await watching.MoveNextAsync() && watching.Current.Devices[0].Level is null)
        {
        }

        Assert.Equal("", watching.Current.Devices[0].Trouble);
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "Connected, and nothing arrives. Is it muted, or held by another program?")]
    public async Task Watch_NothingArrives_IsSilenceOfALoopbackAndTroubleOfAMicrophone(bool isLoopback, string trouble)
    {
        var source = new ScriptedSource { IsSilentWhenIdle = isLoopback };
        source.Connect();
        using var watch = Watch([Microphone("pulse:idle")], _ => source);

        var list = await FirstAsync(watch, devices => devices.Devices[0] is { Level: not null } or { Trouble.Length: > 0 });

        Assert.Equal((isLoopback ? AudioLevel.FloorDbfs : null, trouble), ((float?)list.Devices[0].Level?.RmsDbfs, list.Devices[0].Trouble));
    }

    [Fact]
    public async Task Watch_WithoutLevels_OpensNothing()
    {
        using var watch = Watch([Microphone("pulse:mic")], _ => throw new InvalidOperationException("opened"));

        var list = await FirstAsync(watch, _ => true, withLevels: false);

        Assert.Equal(("pulse:mic", "", null), (list.Devices[0].Address, list.Devices[0].Trouble, list.Devices[0].Level));
    }

    [Fact]
    public async Task Watch_SoundServerRuns_LeavesPortAudiosInputsToIt()
    {
        var opened = new List<string>();
        using var watch = Watch(
            [Microphone("pulse:mic"), Microphone("portaudio:hw:0", CaptureBackend.PortAudio)],
            device =>
            {
                opened.Add(device.Address);
                return new ScriptedSource();
            });

        var list = await FirstAsync(watch, _ => true);

        Assert.Equal(["pulse:mic"], opened);
        Assert.Contains("the sound server may hold it", Find(list, "portaudio:hw:0")!.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_MoreDevicesThanMeters_ListsTheRestWithoutALevel()
    {
        var opened = 0;
        var devices = Enumerable.Range(0, DeviceWatch.MaxMeters + 3).Select(i => Microphone($"pulse:mic{i}")).ToArray();
        using var watch = Watch(devices, _ =>
        {
            opened++;
            return new ScriptedSource();
        });

        var list = await FirstAsync(watch, _ => true);

        Assert.Equal((DeviceWatch.MaxMeters, 3), (opened, list.Devices.Count(d => d.Trouble.StartsWith("Not listened to", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Watch_SystemThatIsAbsent_IsNamedInANote()
    {
        using var watch = new DeviceWatch(
            TimeProvider.System, _ => Task.FromResult(new DeviceListing([], ["No sound server answers."])), _ => new ScriptedSource());

        var list = await FirstAsync(watch, _ => true);

        Assert.Equal("No sound server answers.", Assert.Single(list.Notes));
    }

    public void Dispose()
    {
        _patience.Cancel();
        _patience.Dispose();
    }

    /// <summary>Delivers half of full scale, as a device does, until the test ends.</summary>
    private void Hum(ScriptedSource.Connection device)
    {
        var ended = _patience.Token;
        _ = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                device.Deliver([.. Enumerable.Repeat(0.5f, 22_050 / 20)]);
                await Task.Delay(TimeSpan.FromMilliseconds(50), ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
    }

    private static DeviceWatch Watch(CaptureDevice[] devices, Func<CaptureDevice, IAudioSource> open) =>
        new(TimeProvider.System, _ => Task.FromResult(new DeviceListing(devices, [])), open);

    private static CaptureDevice Microphone(string address, CaptureBackend backend = CaptureBackend.PulseAudio) =>
        new(address, address, backend, CaptureDeviceKind.Microphone, new AudioFormat(22_050, 1), IsDefault: false);

    private static Device? Find(WatchDevicesResponse list, string address) => list.Devices.SingleOrDefault(d => d.Address == address);

    private async Task<WatchDevicesResponse> FirstAsync(DeviceWatch watch, Predicate<WatchDevicesResponse> isEnough, bool withLevels = true)
    {
        await foreach (var list in watch.WatchAsync(withLevels, _patience.Token))
        {
            if (isEnough(list))
            {
                return list;
            }
        }
        throw new InvalidOperationException("The watch ended.");
    }

    /// <summary>A real source that counts how often it was opened and closed.</summary>
    private sealed class ListenedSource(IAudioSource source) : IAudioSource
    {
        public int Opened { get; private set; }

        public int Closed { get; private set; }

        public string Address => source.Address;

        public bool IsLive => source.IsLive;

        public bool IsSilentWhenIdle => source.IsSilentWhenIdle;

        public async ValueTask<IAudioCapture> OpenAsync(CancellationToken cancellation)
        {
            var capture = await source.OpenAsync(cancellation);
            Opened++;
            return new ListenedCapture(capture, () => Closed++);
        }

        private sealed class ListenedCapture(IAudioCapture capture, Action closed) : IAudioCapture
        {
            public AudioFormat Format => capture.Format;

            public ValueTask<CaptureRead> ReadAsync(Memory<float> interleaved, int leastFrames, CancellationToken cancellation) =>
                capture.ReadAsync(interleaved, leastFrames, cancellation);

            public async ValueTask DisposeAsync()
            {
                await capture.DisposeAsync();
                closed();
            }
        }
    }
}
