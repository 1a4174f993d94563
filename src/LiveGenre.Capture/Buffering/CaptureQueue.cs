using System.Threading.Tasks.Sources;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Buffering;

/// <summary>
/// Between a native thread that must not wait and one asynchronous reader. A reader that is too slow loses the oldest frames, counted.
/// The lock is held for the copy of one block; the reader's code never runs on the native thread. Allocates nothing in steady state.
/// </summary>
internal sealed class CaptureQueue : IValueTaskSource<CaptureRead>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly FrameRing _ring;
    private readonly int _channels;
    private ManualResetValueTaskSourceCore<bool> _arrival = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private Memory<float> _destination; // of the read that waits
    private int _leastFrames; // that it waits for
    private bool _isAwaited;
    private bool _isComplete;
    private Exception? _error;

    /// <param name="format">What is captured.</param>
    /// <param name="capacity">How much is kept for a slow reader.</param>
    public CaptureQueue(AudioFormat format, TimeSpan capacity)
    {
        _channels = format.Channels;
        _ring = new FrameRing(_channels, Math.Max(1, (int)(format.SampleRateHz * capacity.TotalSeconds)));
    }

    /// <summary>Appends whole frames. Called by the native thread; never waits.</summary>
    public void Write(ReadOnlySpan<float> interleaved)
    {
        lock (_gate)
        {
            if (!_isComplete && !interleaved.IsEmpty)
            {
                _ring.Write(interleaved);
                if (_isAwaited && _ring.HasReady(_leastFrames))
                {
                    WakeReader();
                }
            }
        }
    }

    /// <summary>Notes that frames are missing between those written and those to come.</summary>
    public void ReportLoss(long frames)
    {
        lock (_gate)
        {
            _ring.AddGap(frames);
            if (_isAwaited && _ring.HasReady(_leastFrames))
            {
                WakeReader();
            }
        }
    }

    /// <summary>Ends the queue; what it holds can still be read, then comes <paramref name="error"/> or the end.</summary>
    public void Complete(Exception? error = null)
    {
        lock (_gate)
        {
            if (!_isComplete)
            {
                (_isComplete, _error) = (true, error);
                if (_isAwaited)
                {
                    WakeReader();
                }
            }
        }
    }

    /// <summary>Ends the queue and forgets what it holds. The native thread may still write; nothing comes of it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Complete();
            _ring.Dispose();
        }
    }

    /// <inheritdoc cref="IAudioCapture.ReadAsync"/>
    public ValueTask<CaptureRead> ReadAsync(Memory<float> interleaved, int leastFrames, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interleaved.Length, _channels, nameof(interleaved));
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<CaptureRead>(cancellation);
        }

        short version;
        lock (_gate)
        {
            if (_isAwaited)
            {
                throw new InvalidOperationException("Only one reader may wait at a time.");
            }

            if (_ring.HasReady(leastFrames) || (_isComplete && !_ring.IsEmpty))
            {
                return new(_ring.Read(interleaved.Span));
            }

            if (_isComplete)
            {
                return _error is null ? default : ValueTask.FromException<CaptureRead>(_error);
            }

            _arrival.Reset();
            version = _arrival.Version;
            (_destination, _leastFrames) = (interleaved, leastFrames);
            _isAwaited = true;
        }

        // Outside the lock: a token that has just been cancelled calls back at once.
        _cancellation = cancellation.UnsafeRegister(static (state, token) => ((CaptureQueue)state!).Cancel(token), this);
        return new(this, version);
    }

    ValueTaskSourceStatus IValueTaskSource<CaptureRead>.GetStatus(short token) => _arrival.GetStatus(token);

    void IValueTaskSource<CaptureRead>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _arrival.OnCompleted(continuation, state, token, flags);

    // The reader copies for itself, here.
    CaptureRead IValueTaskSource<CaptureRead>.GetResult(short token)
    {
        _cancellation.Dispose();
        _arrival.GetResult(token);
        lock (_gate)
        {
            return !_ring.IsEmpty ? _ring.Read(_destination.Span)
                : _error is null ? default
                : throw _error;
        }
    }

    private void WakeReader()
    {
        _isAwaited = false;
        _arrival.SetResult(true);
    }

    private void Cancel(CancellationToken token)
    {
        lock (_gate)
        {
            if (_isAwaited)
            {
                _isAwaited = false;
                _arrival.SetException(new OperationCanceledException(token));
            }
        }
    }
}
