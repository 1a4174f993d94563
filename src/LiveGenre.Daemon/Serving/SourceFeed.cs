using Google.Protobuf.WellKnownTypes;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.SoundPictures;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Serving;

/// <summary>One source's events: numbers them, serialises each once, keeps the last minutes for resuming, and offers them to every subscriber.</summary>
internal sealed class SourceFeed
{
    /// <summary>Longest log, whatever the hop and the resume window.</summary>
    private const int MaxLogLength = 4_096;

    private readonly Lock _gate = new();
    private readonly ServingOptions _options;
    private readonly TimeProvider _time;
    private readonly long _epoch;
    private SourceDescription _description;
    private readonly EventLog _log;
    private readonly Queue<Redescription> _redescriptions = new(); // in the log
    private readonly List<Subscription> _subscriptions = [];
    private readonly WatchGenreResponse _envelope = new(); // of the event that is being made
    private ulong _sequence;
    private byte[] _newestWindow = []; // its message in wire format, and room
    private int _newestWindowLength; // 0 where there is none
    private TimedSegment? _openSegment;
    private LiveSound? _sound;
    private WindowGlance? _glance; // of the newest window
    private RpcException? _closed;

    public SourceFeed(SourceDescription description, ServingOptions options, long epoch, TimeProvider time)
    {
        (_description, _options, _epoch, _time) = (description, options, epoch, time);
        _log = new EventLog((int)Math.Min(MaxLogLength, Math.Ceiling(1.1 * (options.ResumeWindow / description.Hop))));
        Status.Enter(new(SourceState.Starting, "Not connected yet.", time.GetUtcNow()));
    }

    /// <summary>The source's id.</summary>
    public string Id => _description.Id;

    /// <summary>What does not change about the source.</summary>
    public SourceDescription Description => _description;

    /// <summary>The newest window, for those who look now and then rather than subscribe; null until there is one.</summary>
    public WindowGlance? NewestWindow
    {
        get
        {
            lock (_gate)
            {
                return _glance;
            }
        }
    }

    /// <summary>Of the newest event.</summary>
    public ulong Sequence
    {
        get
        {
            lock (_gate)
            {
                return _sequence;
            }
        }
    }

    /// <summary>State and counts.</summary>
    public SourceStatus Status { get; } = new();

    /// <summary>Audio position of the newest sample, for heartbeats.</summary>
    public Func<(DateTimeOffset Time, TimeSpan Offset)?> AudioTime { get; set; } = () => null;

    /// <summary>What pictures of its sound are made of; null until the pipeline has started, and another after the model or the source has changed.</summary>
    public LiveSound? Sound
    {
        get => Volatile.Read(ref _sound);
        set => Volatile.Write(ref _sound, value);
    }

    /// <summary>Subscribers at this moment.</summary>
    public int SubscriberCount
    {
        get
        {
            lock (_gate)
            {
                return _subscriptions.Count;
            }
        }
    }

    /// <summary>A state was entered; nothing is published where it already stood.</summary>
    public event Action<SourceStateChange>? StateChanged;

    /// <summary>Publishes a window and the segment that it belongs to. The message is the caller's again when the call returns.</summary>
    public void PublishWindow(GenreWindow window, TimedSegment openSegment, bool isChange)
    {
        Status.CountWindow();
        lock (_gate)
        {
            (_openSegment, _glance) = (openSegment, WindowGlance.Of(window));
            _envelope.Window = window;
            Publish(isChange ? FeedEventKind.ChangedWindow : FeedEventKind.SteadyWindow);
            KeepNewestWindow(_log.Payload(_log.Count - 1));
        }
    }

    /// <summary>Publishes a segment that has ended.</summary>
    public void PublishSegment(Segment segment)
    {
        lock (_gate)
        {
            _openSegment = null;
            _envelope.Segment = segment;
            Publish(FeedEventKind.Other);
        }
    }

    /// <summary>Publishes a stretch that never reached the model.</summary>
    public void PublishGap(Gap gap)
    {
        Status.CountLostSamples((long)gap.LostSampleCount);
        lock (_gate)
        {
            _envelope.Gap = gap;
            Publish(FeedEventKind.Other);
        }
    }

    /// <summary>Publishes that windows are further apart from here on, or nearer.</summary>
    /// <param name="stride">Hops from one window to the next.</param>
    /// <param name="from">Of the first sample of the first window that has it, UTC.</param>
    public void ChangeStride(int stride, DateTimeOffset from)
    {
        lock (_gate)
        {
            _envelope.HopChange = new()
            {
                SourceId = Id,
                HopDuration = (_description.Hop * stride).ToDuration(),
                PreviousHopDuration = (_description.Hop * Status.Stride).ToDuration(),
                ChangeTime = from.ToTimestamp(),
            };
            Status.SetStride(stride, from);
            Publish(FeedEventKind.Other);
        }
    }

    /// <summary>Publishes that the source is described anew: what follows is of another model, or of other settings.</summary>
    public void Describe(SourceDescription description)
    {
        lock (_gate)
        {
            (var before, _description) = (_description, description);
            (_newestWindowLength, _openSegment, _glance) = (0, null, null);
            _envelope.Snapshot = TakeSnapshot();
            _redescriptions.Enqueue(new(_sequence + 1, before));
            Publish(FeedEventKind.Other, isRedescription: true);
        }
    }

    /// <summary>Publishes that people see another name for the source; all else goes on.</summary>
    public void Rename(string displayName)
    {
        lock (_gate)
        {
            if (displayName != _description.DisplayName)
            {
                _description = _description with { DisplayName = displayName };
                _envelope.Snapshot = TakeSnapshot();
                Publish(FeedEventKind.Other);
            }
        }
    }

    /// <summary>Ends every subscription, and refuses new ones, with <paramref name="reason"/>.</summary>
    public void Close(RpcException reason)
    {
        lock (_gate)
        {
            _closed = reason;
            foreach (var subscription in _subscriptions)
            {
                subscription.End(reason);
            }
        }
    }

    /// <summary>Publishes a state, unless the source is in it already.</summary>
    public void ChangeState(SourceState state, string detail)
    {
        var before = Status.Entry;
        if (before.State == state && before.Detail == detail)
        {
            return;
        }
        SourceStateChange change;
        lock (_gate)
        {
            before = Status.Entry;
            var now = _time.GetUtcNow();
            Status.Enter(new(state, detail, before.State == state ? before.Since : now));
            change = new()
            {
                SourceId = Id,
                State = state,
                PreviousState = before.State,
                ChangeTime = now.ToTimestamp(),
                Detail = detail,
            };
            _envelope.SourceState = change;
            Publish(FeedEventKind.Other);
        }
        StateChanged?.Invoke(change);
    }

    /// <summary>Tells every subscriber that the feed lives.</summary>
    public void Beat()
    {
        if (SubscriberCount == 0)
        {
            return;
        }
        var audio = AudioTime();
        var heartbeat = new Heartbeat
        {
            State = Status.State,
            AudioTime = audio?.Time.ToTimestamp(),
            AudioOffset = audio?.Offset.ToDuration(),
        };
        lock (_gate)
        {
            _envelope.Heartbeat = heartbeat;
            Number(_sequence);
            Offer(new(_sequence, FeedEventKind.Heartbeat, new(GenreMethods.Watch.ResponseMarshaller, _envelope)));
        }
    }

    /// <summary>Begins a subscription: what to send first, and the queue that goes on without a break.</summary>
    /// <param name="request">Its token has been decoded into <paramref name="resume"/>.</param>
    /// <param name="resume">Where the client left off; null starts now.</param>
    public (IReadOnlyList<FeedEvent> First, Subscription Subscription) Subscribe(WatchGenreRequest request, ResumeToken? resume)
    {
        var subscription = new Subscription(request, _options.SubscriberQueueLength);
        lock (_gate)
        {
            if (_closed is not null)
            {
                throw _closed;
            }
            Trim();
            var first = new List<FeedEvent>();
            var from = _sequence;
            if (resume is { } token)
            {
                if (FindReset(token) is { } reason)
                {
                    _envelope.Reset = new Reset { Reason = reason };
                    first.Add(Aside(_sequence));
                }
                else
                {
                    from = token.Sequence;
                }
            }
            _envelope.Snapshot = TakeSnapshot(from);
            first.Add(Aside(from));
            for (var i = (int)(_log.Count - (long)(_sequence - from)); i < _log.Count; i++)
            {
                if (subscription.Wants(_log[i].Kind))
                {
                    first.Add(Logged(i));
                }
            }
            _subscriptions.Add(subscription);
            return (first, subscription);
        }
    }

    /// <summary>Ends a subscription.</summary>
    public void Unsubscribe(Subscription subscription)
    {
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
        }
    }

    /// <summary>Everything that is known now.</summary>
    public Snapshot GetSnapshot()
    {
        lock (_gate)
        {
            return TakeSnapshot();
        }
    }

    /// <summary>The snapshot for who goes on behind an event: of the description that its next events are of.</summary>
    private Snapshot TakeSnapshot(ulong from) => _redescriptions.FirstOrDefault(r => r.Sequence > from)?.Before is { } before
        ? new Snapshot { Source = before.ToMessage(Status) }
        : TakeSnapshot();

    private Snapshot TakeSnapshot() => new()
    {
        Source = _description.ToMessage(Status),
        Window = _newestWindowLength == 0 ? null : WatchGenreResponse.Parser.ParseFrom(_newestWindow, 0, _newestWindowLength).Window,
        OpenSegment = _openSegment?.ToMessage(Id),
    };

    private Reset.Types.Reason? FindReset(ResumeToken token)
    {
        if (token.Epoch != _epoch || token.Sequence > _sequence)
        {
            return Reset.Types.Reason.NewEpoch;
        }
        // Whole if everything after the token is still in the log.
        return _sequence - token.Sequence <= (ulong)_log.Count ? null : Reset.Types.Reason.TokenExpired;
    }

    private void KeepNewestWindow(ReadOnlySpan<byte> message)
    {
        if (_newestWindow.Length < message.Length)
        {
            _newestWindow = new byte[message.Length + (message.Length / 4)];
        }
        message.CopyTo(_newestWindow);
        _newestWindowLength = message.Length;
    }

    /// <summary>Numbers, keeps and offers the event that <see cref="_envelope"/> holds.</summary>
    private void Publish(FeedEventKind kind, bool isRedescription = false)
    {
        Trim();
        Number(++_sequence);
        _log.Add(_time.GetTimestamp(), kind, _envelope);
        if (_subscriptions.Count > 0)
        {
            Offer(Logged(_log.Count - 1, isRedescription));
        }
    }

    private void Offer(FeedEvent item)
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Offer(item);
        }
    }

    /// <summary>Writes on the event that <see cref="_envelope"/> holds which one it is.</summary>
    private void Number(ulong sequence)
    {
        _envelope.Sequence = sequence;
        _envelope.ResumeToken = new ResumeToken(_epoch, sequence).Encode(Id);
        EventMessages.Set(_envelope.EmitTime ??= new(), _time.GetUtcNow());
    }

    /// <summary>The event that <see cref="_envelope"/> holds for one subscriber alone.</summary>
    private FeedEvent Aside(ulong sequence)
    {
        Number(sequence);
        return new(sequence, FeedEventKind.Other, new(GenreMethods.Watch.ResponseMarshaller, _envelope));
    }

    /// <summary>An event of the log, serialised once for all who are offered it.</summary>
    private FeedEvent Logged(int index, bool isRedescription = false) =>
        new(_sequence - (ulong)(_log.Count - 1 - index), _log[index].Kind, new(_log.Payload(index)), isRedescription);

    private void Trim()
    {
        var now = _time.GetTimestamp();
        while (_log.Count > 0 && (_time.GetElapsedTime(_log[0].Timestamp, now) > _options.ResumeWindow || _log.Count >= MaxLogLength))
        {
            _log.RemoveOldest();
        }
        while (_redescriptions.TryPeek(out var oldest) && oldest.Sequence <= _sequence - (ulong)_log.Count)
        {
            _redescriptions.Dequeue();
        }
    }

    /// <summary>An event that describes the source anew.</summary>
    /// <param name="Sequence">The event's.</param>
    /// <param name="Before">What held for the events before it.</param>
    private sealed record Redescription(ulong Sequence, SourceDescription Before);
}
