using LiveGenre.Capture;
using LiveGenre.Core.Audio;

namespace LiveGenre.Daemon.Devices;

/// <summary>Listens to one device for as long as it lives, and says how loud it was over the last second, or why it cannot be heard.</summary>
internal sealed class DeviceMeter : IAsyncDisposable
{
    /// <summary>What a level is measured over.</summary>
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(1);

    /// <summary>Before a device that could not be opened, or was lost, is tried again.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    private const int BlocksPerSecond = 20;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IAudioSource _source;
    private readonly TimeProvider _time;
    private readonly Task _listening;
    private LevelHistory? _levels; // null while not open
    private int _rate;
    private long _lastArrival;
    private string _trouble = "";

    /// <summary>Begins to listen.</summary>
    public DeviceMeter(IAudioSource source, TimeProvider time)
    {
        (_source, _time) = (source, time);
        _listening = Task.Run(ListenAsync); // opening may block the thread that asks
    }

    /// <summary>How loud it was over the last second; null while that is not known, and then why, where something is wrong.</summary>
    public (AudioLevel? Level, string Trouble) Read()
    {
        lock (_gate)
        {
            if (_levels is null)
            {
                return (null, _trouble);
            }
            if (_time.GetElapsedTime(_lastArrival) > Measured)
            {
                return _source.IsSilentWhenIdle
                    ? (new AudioLevel(AudioLevel.FloorDbfs, AudioLevel.FloorDbfs, 0), "")
                    : (null, "Connected, and nothing arrives. Is it muted, or held by another program?");
            }
            return _levels.Position == 0 ? (null, "") : (_levels.Measure(Math.Max(0, _levels.Position - _rate), _levels.Position), "");
        }
    }

    /// <summary>Lets go of the device.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var capture = await _source.OpenAsync(_stop.Token);
                await MeasureAsync(capture);
                Fail("It delivers nothing more.");
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // Whatever a driver throws is this device's trouble, and shown as such.
                Fail(error.Message);
            }
            await Task.Delay(RetryDelay, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task MeasureAsync(IAudioCapture capture)
    {
        var format = capture.Format;
        if (!format.IsSupported)
        {
            throw new AudioSourceException(AudioSourceFault.UnsupportedFormat, _source.Address, $"It delivers {format}, which is not supported.");
        }
        var frames = Math.Max(1, format.SampleRateHz / BlocksPerSecond);
        var (interleaved, mono) = (new float[frames * format.Channels], new float[frames]);
        var mixer = new ChannelMixer(format.Channels);
        lock (_gate)
        {
            (_levels, _rate, _lastArrival) = (new LevelHistory(frames, format.SampleRateHz), format.SampleRateHz, _time.GetTimestamp());
        }
        while (await capture.ReadAsync(interleaved, _stop.Token) is { SampleCount: > 0 } read)
        {
            var clippedBefore = mixer.ClippedSampleCount;
            var mixed = mixer.Mix(interleaved.AsSpan(0, read.SampleCount), mono);
            lock (_gate)
            {
                _levels.Add(mono.AsSpan(0, mixed), (int)(mixer.ClippedSampleCount - clippedBefore));
                _lastArrival = _time.GetTimestamp();
            }
        }
    }

    private void Fail(string trouble)
    {
        lock (_gate)
        {
            (_levels, _trouble) = (null, trouble);
        }
    }
}
