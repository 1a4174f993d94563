using System.Threading.Channels;
using LiveGenre.Daemon.Telemetry;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>
/// The queue before inference. Sources take turns, so that one that brings too much costs the others nothing. A source whose
/// windows have to wait gets a wider hop; only when that does not help is its own oldest window dropped, and counted. Gaps and
/// ends are never lost.
/// </summary>
internal sealed class WindowQueue
{
    /// <summary>Windows that may wait, divided among the sources that have any here: room for what a broadcaster sends at once.</summary>
    private const int Capacity = 64;

    /// <summary>Windows of one source that may wait, however many there are: its hop widens before there are so many.</summary>
    private const int LeastCapacity = 5;

    /// <summary>Least time that a window has to wait before hops widen: any machine stands still for a moment.</summary>
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly TimeSpan _hop;
    private readonly TimeSpan _patience;
    private readonly PipelineMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly Queue<WaitingItems> _turns = new(); // sources that have something here, in the order of their turns
    // One signal for any number of items; waiting for it takes no memory.
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly IdleShare _idle; // of whoever takes
    private int _waitingWindows;

    /// <param name="hop">Time between a source's windows while all is well.</param>
    /// <param name="metrics">Counts what is dropped.</param>
    /// <param name="time">The clock.</param>
    public WindowQueue(TimeSpan hop, PipelineMetrics metrics, TimeProvider time)
    {
        (_hop, _metrics, _time, _idle) = (hop, metrics, time, new IdleShare(time));
        _patience = hop / 2 > LeastPatience ? hop / 2 : LeastPatience;
        Writer = new NeverFullWriter(this);
        metrics.ObserveQueue(() => WaitingWindows);
    }

    /// <summary>Windows of all sources that wait.</summary>
    public int WaitingWindows => Volatile.Read(ref _waitingWindows);

    /// <summary>Adds an item behind those of its source; never waits. Completed once, when nothing follows.</summary>
    public ChannelWriter<StreamItem> Writer { get; }

    /// <summary>Waits until there is something to take, or <see cref="Wake"/> was called; false once the queue is complete and empty.</summary>
    public ValueTask<bool> WaitAsync()
    {
        lock (_gate)
        {
            _idle.BeginIdle();
        }
        return _signal.Reader.WaitToReadAsync(CancellationToken.None);
    }

    /// <summary>Has whoever waits look around.</summary>
    public void Wake() => _signal.Writer.TryWrite(true);

    private void Write(StreamItem item)
    {
        lock (_gate)
        {
            var own = item.Source.Waiting;
            if (own.Items.Count == 0)
            {
                _turns.Enqueue(own);
            }
            if (item.Window is { } window)
            {
                window.QueuedAt = _time.GetTimestamp();
                var room = Math.Max(LeastCapacity, Capacity / _turns.Count);
                if (own.Items.Find(i => i.Window is not null).Window is { } oldest
                    && _time.GetElapsedTime(oldest.QueuedAt) is var waits && waits >= _patience)
                {
                    own.Pace.Widen(waits, _hop * own.Pace.Stride * (room - 1));
                }
                if (own.WindowCount >= room)
                {
                    DropOldest(item.Source, own);
                }
                own.WindowCount++;
                _waitingWindows++;
            }
            own.Items.Add(item);
        }
        Wake();
    }

    /// <summary>Takes the next item of the source whose turn it is. After <see cref="WaitAsync"/>, until the answer is false.</summary>
    public bool TryTake(out StreamItem item)
    {
        _signal.Reader.TryRead(out _); // before looking, so that no later item goes without its signal
        lock (_gate)
        {
            if (!_turns.TryDequeue(out var own))
            {
                item = default;
                return false;
            }
            item = own.Items[0];
            own.Items.RemoveAt(0);
            if (own.Items.Count > 0)
            {
                _turns.Enqueue(own);
            }
            if (item.Window is { } window)
            {
                own.WindowCount--;
                _waitingWindows--;
                _idle.Work();
                own.Pace.Observe(_time.GetElapsedTime(window.QueuedAt), _hop * window.Stride, _idle.Value);
            }
            return true;
        }
    }

    private void DropOldest(MonitoredSource source, WaitingItems own)
    {
        var at = own.Items.FindIndex(item => item.Window is not null);
        own.Items[at].Window!.Dispose();
        own.Items.RemoveAt(at);
        own.WindowCount--;
        _waitingWindows--;
        source.CountDroppedWindow();
        _metrics.WindowDropped(source.Id);
    }

    private sealed class NeverFullWriter(WindowQueue queue) : ChannelWriter<StreamItem>
    {
        public override bool TryWrite(StreamItem item)
        {
            queue.Write(item);
            return true;
        }

        public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => new(true);

        public override bool TryComplete(Exception? error = null) => queue._signal.Writer.TryComplete(error);
    }
}
