using System.Collections.Concurrent;
using System.Threading.Channels;
using LiveGenre.Daemon.Telemetry;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>
/// The queue before inference, shared by all sources: when it is full the oldest window is dropped and counted. Gaps and
/// ends are never lost: a dropped one is handed to the next stage with the next batch.
/// </summary>
internal sealed class WindowQueue
{
    // Unbounded, because a bounded channel cannot grow with the number of sources; the writer keeps the bound.
    private readonly Channel<StreamItem> _channel = Channel.CreateUnbounded<StreamItem>();
    private readonly PipelineMetrics _metrics;
    private readonly ConcurrentQueue<StreamItem> _displaced = new();
    private int _capacity;

    public WindowQueue(int capacity, PipelineMetrics metrics)
    {
        (_capacity, _metrics) = (capacity, metrics);
        Writer = new DroppingWriter(this);
        metrics.ObserveQueue(() => _channel.Reader.Count);
    }

    /// <summary>Items that may wait.</summary>
    public int Capacity
    {
        get => Volatile.Read(ref _capacity);
        set => Volatile.Write(ref _capacity, value);
    }

    public ChannelReader<StreamItem> Reader => _channel.Reader;

    public ChannelWriter<StreamItem> Writer { get; }

    /// <summary>The next gap or end that was pushed out of the queue.</summary>
    public bool TryTakeDisplaced(out StreamItem item) => _displaced.TryDequeue(out item);

    private void Drop(StreamItem item)
    {
        if (item.Window is null)
        {
            _displaced.Enqueue(item);
            return;
        }
        item.Window.Dispose();
        item.Source.CountDroppedWindow();
        _metrics.WindowDropped(item.Source.Id);
    }

    /// <summary>Never waits: where there is no room, the oldest goes.</summary>
    private sealed class DroppingWriter(WindowQueue queue) : ChannelWriter<StreamItem>
    {
        public override bool TryWrite(StreamItem item)
        {
            if (!queue._channel.Writer.TryWrite(item))
            {
                return false;
            }
            while (queue.Reader.Count > queue.Capacity && queue.Reader.TryRead(out var oldest))
            {
                queue.Drop(oldest);
            }
            return true;
        }

        public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) =>
            queue._channel.Writer.WaitToWriteAsync(cancellationToken);

        public override bool TryComplete(Exception? error = null) => queue._channel.Writer.TryComplete(error);
    }
}
