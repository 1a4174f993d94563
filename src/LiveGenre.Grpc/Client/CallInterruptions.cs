namespace LiveGenre.Grpc.Client;

/// <summary>Watches for what ends a call from the client's side: its deadline, its caller, its channel.</summary>
internal sealed class CallInterruptions : IDisposable
{
    /// <summary>How a call ends whose deadline has passed.</summary>
    public static readonly Status DeadlineExceeded = new(StatusCode.DeadlineExceeded, "The deadline passed.");

    // What a timer can hold. A call that lasts 49 days may outlive its deadline.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly Action<Status> _interrupt;
    private readonly CancellationTokenRegistration _caller;
    private readonly CancellationTokenRegistration _channel;
    private readonly ITimer? _deadline;

    /// <summary>Starts to watch; may call <paramref name="interrupt"/> at once, later or several times.</summary>
    public CallInterruptions(GrpcChannel channel, TimeSpan? timeout, Action<Status> interrupt, CancellationToken caller)
    {
        _interrupt = interrupt;
        _caller = caller.UnsafeRegister(static self => ((CallInterruptions)self!).Cancelled("The caller gave up."), this);
        _channel = channel.Disposed.UnsafeRegister(static self => ((CallInterruptions)self!).Cancelled("The channel was disposed."), this);
        if (timeout <= TimeSpan.Zero)
        {
            DeadlinePassed();
        }
        else if (timeout <= LongestTimer)
        {
            _deadline = channel.Options.TimeProvider.CreateTimer(static self => ((CallInterruptions)self!).DeadlinePassed(), this, timeout.Value, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _caller.Unregister();
        _channel.Unregister();
        _deadline?.Dispose();
    }

    private void Cancelled(string detail) => _interrupt(new(StatusCode.Cancelled, detail));

    private void DeadlinePassed() => _interrupt(DeadlineExceeded);
}
