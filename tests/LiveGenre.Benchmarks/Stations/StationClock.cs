using System.Diagnostics;

namespace LiveGenre.Benchmarks.Stations;

/// <summary>Wakes the stations whose next block is due: one thread for all, as one sound server or network poll has for all its clients.</summary>
internal sealed class StationClock : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<IThreadPoolWorkItem, long> _waiting = new();
    private readonly Thread _thread;
    private volatile bool _ended;

    public StationClock()
    {
        _thread = new Thread(Run) { Name = "stations" };
        _thread.Start();
    }

    /// <summary>Has a pool thread run <paramref name="item"/> once it is due, a millisecond late at the most while the machine keeps up.</summary>
    /// <param name="item">What to run.</param>
    /// <param name="due">In ticks of <see cref="Stopwatch"/>.</param>
    public void WakeAt(IThreadPoolWorkItem item, long due)
    {
        lock (_gate)
        {
            _waiting.Enqueue(item, due);
        }
    }

    public void Dispose()
    {
        _ended = true;
        _thread.Join();
    }

    private void Run()
    {
        while (!_ended)
        {
            Thread.Sleep(1);
            lock (_gate)
            {
                while (_waiting.TryPeek(out _, out var due) && due <= Stopwatch.GetTimestamp())
                {
                    ThreadPool.UnsafeQueueUserWorkItem(_waiting.Dequeue(), preferLocal: false);
                }
            }
        }
    }
}
