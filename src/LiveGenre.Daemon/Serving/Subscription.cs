using System.Threading.Channels;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Serving;

/// <summary>One subscriber's bounded queue: it keeps the newest events and counts what it lost, or ends the call, as it was asked to.</summary>
internal sealed class Subscription : IDisposable
{
    private readonly CancellationTokenSource _overflow = new();
    private readonly Channel<Waiting> _queue;
    private readonly Updates _updates;
    private readonly bool _disconnectWhenSlow;
    private long _offered; // events that count when they are lost; the feed's lock guards it
    private long _read; // of those, up to the last event that was read
    private FeedEvent? _displaced;

    public Subscription(WatchGenreRequest request, int capacity)
    {
        _updates = request.Updates;
        _disconnectWhenSlow = request.SlowConsumer == SlowConsumer.Disconnect;
        _queue = Channel.CreateBounded<Waiting>(
            new BoundedChannelOptions(capacity)
            {
                FullMode = _disconnectWhenSlow ? BoundedChannelFullMode.Wait : BoundedChannelFullMode.DropOldest,
                SingleReader = true,
            },
            KeepRedescription);
    }

    /// <summary>Events that wait, in order.</summary>
    public ChannelReader<Waiting> Events => _queue.Reader;

    /// <summary>Fires when the queue is full and the subscriber asked to be disconnected then, also while a write waits for it to read.</summary>
    public CancellationToken Overflowed => _overflow.Token;

    /// <summary>Whether this subscriber asked for events of this kind.</summary>
    public bool Wants(FeedEventKind kind) => kind != FeedEventKind.SteadyWindow || _updates != Updates.Changes;

    /// <summary>Events that were lost between the one read before and this one. Once for each that is read, in order.</summary>
    public int CountLostBefore(Waiting read)
    {
        var lost = read.Place - _read - (IsLossWhenDropped(read.Event) ? 1 : 0);
        _read = read.Place;
        return (int)lost;
    }

    /// <summary>The last event that described the source anew and was dropped; it goes before what is read next, which it is about.</summary>
    public FeedEvent? TakeDisplaced() => Interlocked.Exchange(ref _displaced, null);

    /// <summary>Ends it, once what waits is read.</summary>
    public void End(RpcException reason) => _queue.Writer.TryComplete(reason);

    /// <summary>Queues an event; never waits.</summary>
    public void Offer(FeedEvent item)
    {
        if (!Wants(item.Kind))
        {
            return;
        }
        _offered += IsLossWhenDropped(item) ? 1 : 0;
        if (!_queue.Writer.TryWrite(new(item, _offered)) && _disconnectWhenSlow && item.Kind != FeedEventKind.Heartbeat
            && _queue.Writer.TryComplete(RequestErrors.TooSlow()))
        {
            _ = _overflow.CancelAsync(); // elsewhere: the feed's lock is held, and the handler will want it to unsubscribe
        }
    }

    /// <summary>After it was unsubscribed; nothing is offered from then on.</summary>
    public void Dispose() => _overflow.Dispose();

    private static bool IsLossWhenDropped(FeedEvent item) => item.Kind != FeedEventKind.Heartbeat && !item.IsRedescription;

    private void KeepRedescription(Waiting dropped)
    {
        if (dropped.Event.IsRedescription)
        {
            Volatile.Write(ref _displaced, dropped.Event);
        }
    }

    /// <summary>An event in the queue.</summary>
    /// <param name="Event">What is sent.</param>
    /// <param name="Place">How many events that count when they are lost were offered up to this one, itself included.</param>
    internal readonly record struct Waiting(FeedEvent Event, long Place);
}
