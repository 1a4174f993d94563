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
    private readonly Channel<StreamItem> _channel;
    private readonly PipelineMetrics _metrics;
    private readonly ConcurrentQueue<StreamItem> _displaced = new();

    public WindowQueue(int capacity, PipelineMetrics metrics)
    {
        _metrics = metrics;
        _channel = Channel.CreateBounded<StreamItem>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, Drop);
        metrics.ObserveQueue(() => _channel.Reader.Count);
    }

    public ChannelReader<StreamItem> Reader => _channel.Reader;

    public ChannelWriter<StreamItem> Writer => _channel.Writer;

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
}
