namespace LiveGenre.Daemon.Tests;

/// <summary>A clock that runs several times as fast as the machine's, timers included: minutes of a daemon's life in seconds of a test's.</summary>
internal sealed class FastTime(int speed) : TimeProvider
{
    private readonly long _start = System.GetTimestamp();
    private readonly DateTimeOffset _startTime = System.GetUtcNow();

    public override long TimestampFrequency => System.TimestampFrequency / speed;

    public override DateTimeOffset GetUtcNow() => _startTime + (System.GetElapsedTime(_start) * speed);

    public override long GetTimestamp() => System.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, ToMachine(dueTime), ToMachine(period)), this);

    private TimeSpan ToMachine(TimeSpan time) => time > TimeSpan.Zero ? time / speed : time; // -1 ms is never

    private sealed class FastTimer(ITimer inner, FastTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(time.ToMachine(dueTime), time.ToMachine(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
