using System.Threading.Channels;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Serving;

/// <summary>One subscriber's bounded queue: it keeps the newest events and counts what it lost, or ends the call, as it was asked to.</summary>
internal sealed class Subscription : IDisposable
{
    private readonly CancellationTokenSource _overflow = new();
    private readonly Channel<FeedEvent> _queue;
    private readonly Updates _updates;
    private readonly bool _disconnectWhenSlow;
    private int _dropped;
    private FeedEvent? _displaced;

    public Subscription(WatchGenreRequest request, int capacity)
    {
        _updates = request.Updates;
        _disconnectWhenSlow = request.SlowConsumer == SlowConsumer.Disconnect;
        _queue = Channel.CreateBounded<FeedEvent>(
            new BoundedChannelOptions(capacity)
            {
                FullMode = _disconnectWhenSlow ? BoundedChannelFullMode.Wait : BoundedChannelFullMode.DropOldest,
                SingleReader = true,
            },
            Drop);
    }

    /// <summary>Events that wait, in order.</summary>
    public ChannelReader<FeedEvent> Events => _queue.Reader;

    /// <summary>Fires when the queue is full and the subscriber asked to be disconnected then, also while a write waits for it to read.</summary>
    public CancellationToken Overflowed => _overflow.Token;

    /// <summary>Whether this subscriber asked for events of this kind.</summary>
    public bool Wants(FeedEventKind kind) => kind != FeedEventKind.SteadyWindow || _updates != Updates.Changes;

    /// <summary>Events lost since this was last asked.</summary>
    public int TakeDroppedCount() => Interlocked.Exchange(ref _dropped, 0);

    /// <summary>The last event that described the source anew and was dropped; it goes before what is read next, which it is about.</summary>
    public FeedEvent? TakeDisplaced() => Interlocked.Exchange(ref _displaced, null);

    /// <summary>Ends it, once what waits is read.</summary>
    public void End(RpcException reason) => _queue.Writer.TryComplete(reason);

    /// <summary>Queues an event; never waits.</summary>
    public void Offer(FeedEvent item)
    {
        if (Wants(item.Kind) && !_queue.Writer.TryWrite(item) && _disconnectWhenSlow && item.Kind != FeedEventKind.Heartbeat
            && _queue.Writer.TryComplete(RequestErrors.TooSlow()))
        {
            _ = _overflow.CancelAsync(); // elsewhere: the feed's lock is held, and the handler will want it to unsubscribe
        }
    }

    /// <summary>After it was unsubscribed; nothing is offered from then on.</summary>
    public void Dispose() => _overflow.Dispose();

    private void Drop(FeedEvent item)
    {
        if (item.IsRedescription)
        {
            Volatile.Write(ref _displaced, item);
        }
        else if (item.Kind != FeedEventKind.Heartbeat)
        {
            Interlocked.Increment(ref _dropped);
        }
    }
}
