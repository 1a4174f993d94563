using System.Threading.Tasks.Sources;

namespace LiveGenre.Capture.Buffering;

/// <summary>Wakes one asynchronous waiter from a native thread. Set before a wait, it is remembered once. Allocates nothing in steady state.</summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private bool _isSet;
    private bool _isAwaited;

    /// <summary>Wakes the waiter, or spares the next one its wait. Never runs the waiter's code on this thread.</summary>
    public void Set()
    {
        lock (_gate)
        {
            if (!_isAwaited)
            {
                _isSet = true;
                return;
            }

            _isAwaited = false;
            _core.SetResult(true);
        }
    }

    /// <summary>Waits for <see cref="Set"/>; by one caller at a time.</summary>
    public ValueTask WaitAsync(CancellationToken cancellation)
    {
        short version;
        lock (_gate)
        {
            if (_isAwaited)
            {
                throw new InvalidOperationException("Only one reader may wait at a time.");
            }

            if (_isSet)
            {
                _isSet = false;
                return default;
            }

            _core.Reset();
            _isAwaited = true;
            version = _core.Version;
        }

        // Outside the lock: a token that is already cancelled calls back at once.
        _cancellation = cancellation.UnsafeRegister(static (state, token) => ((AsyncSignal)state!).Cancel(token), this);
        return new(this, version);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.GetResult(short token)
    {
        _cancellation.Dispose();
        _core.GetResult(token);
    }

    private void Cancel(CancellationToken token)
    {
        lock (_gate)
        {
            if (_isAwaited)
            {
                _isAwaited = false;
                _core.SetException(new OperationCanceledException(token));
            }
        }
    }
}
