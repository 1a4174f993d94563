using System.Runtime.CompilerServices;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Playback;

/// <summary>Lets samples through no faster than they would sound. Waits before it reads, so that cancellation loses nothing.</summary>
internal sealed class PacedCapture : IAudioCapture
{
    // Waited for at the least: a shorter sleep saves nobody anything.
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(20);

    // A machine that slept goes on where it was, instead of catching up.
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromSeconds(1);

    private readonly IAudioCapture _inner;
    private readonly TimeProvider _time;
    private readonly PeriodicTimer _timer;
    private readonly double _framesPerSecond;
    private readonly double _mostFrames;
    private readonly int _blockFrames;
    private double _dueFrames;
    private long? _updated;

    public PacedCapture(IAudioCapture inner, TimeProvider time, PaceLimit limit)
    {
        (_inner, _time) = (inner, time);
        _timer = new PeriodicTimer(Timeout.InfiniteTimeSpan, time); // set before each wait: a stream never waits
        var rate = inner.Format.SampleRateHz;
        _framesPerSecond = rate * limit.Speed;
        _dueFrames = rate * limit.Lead.TotalSeconds;
        _blockFrames = Math.Max(1, (int)(rate * LeastWait.TotalSeconds));
        _mostFrames = Math.Max(_dueFrames, rate * LongestCatchUp.TotalSeconds);
    }

    /// <inheritdoc/>
    public AudioFormat Format => _inner.Format;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CaptureRead> ReadAsync(Memory<float> interleaved, int leastFrames, CancellationToken cancellation)
    {
        var room = interleaved.Length / Format.Channels;
        var wanted = Math.Max(leastFrames, Math.Min(room, _blockFrames));
        while (Due(wanted) is var due && due < wanted)
        {
            _timer.Period = TimeSpan.FromMilliseconds(Math.Ceiling((wanted - due) / _framesPerSecond * 1_000));
            ObjectDisposedException.ThrowIf(!await _timer.WaitForNextTickAsync(cancellation), this);
        }

        var frames = (int)Math.Min(room, _dueFrames);
        var read = await _inner.ReadAsync(interleaved[..(frames * Format.Channels)], leastFrames, cancellation);
        _dueFrames -= read.SampleCount / Format.Channels;
        return read;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _timer.Dispose();
        return _inner.DisposeAsync();
    }

    /// <summary>Frames that may be read now. What is saved up is limited, but never to less than is waited for.</summary>
    private double Due(int wanted)
    {
        var now = _time.GetTimestamp();
        if (_updated is { } before)
        {
            var earned = _time.GetElapsedTime(before, now).TotalSeconds * _framesPerSecond;
            _dueFrames = Math.Min(_dueFrames + earned, Math.Max(_mostFrames, wanted));
        }

        _updated = now;
        return _dueFrames;
    }
}
