using System.Diagnostics;
using Google.Protobuf;

namespace LiveGenre.Daemon.Serving;

/// <summary>
/// The newest events of a source, oldest first, one behind the other in one array: a thousand sources keep some hundred thousand
/// for minutes, and as objects of their own they would be followed and moved, while all threads stand still. Takes no memory but
/// when it holds more than ever before.
/// </summary>
/// <param name="expectedEvents">How many it will hold; may be wrong.</param>
internal sealed class EventLog(int expectedEvents)
{
    /// <summary>Bytes of an event: a window with ten genres.</summary>
    private const int UsualSize = 448;

    private Entry[] _entries = new Entry[Math.Max(4, expectedEvents)]; // a ring
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(UsualSize * Math.Max(4, expectedEvents)); // a ring, in which no event is torn apart
    private int _first; // of the entries
    private int _end; // of the newest event's bytes

    /// <summary>Events that it holds.</summary>
    public int Count { get; private set; }

    /// <summary>What there is about an event but its bytes; 0 is the oldest.</summary>
    public Entry this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return _entries[(_first + index) % _entries.Length];
        }
    }

    /// <summary>An event's message in wire format, until the log is changed; 0 is the oldest.</summary>
    public ReadOnlySpan<byte> Payload(int index)
    {
        var entry = this[index];
        return _bytes.AsSpan(entry.Start, entry.Length);
    }

    /// <summary>Adds the newest event.</summary>
    /// <param name="timestamp">When it was made, by the clock that is never set (<see cref="TimeProvider.GetTimestamp"/>).</param>
    /// <param name="kind">What a subscriber's filter needs to know.</param>
    /// <param name="message">Not empty.</param>
    public void Add(long timestamp, FeedEventKind kind, IMessage message)
    {
        var length = message.CalculateSize();
        Debug.Assert(length > 0, "Where an event takes no room, a full ring looks like an empty one.");
        if (Count == _entries.Length)
        {
            GrowEntries();
        }
        if (!TryFindRoom(length, out var start))
        {
            GrowBytes(length);
            start = _end;
        }
        message.WriteTo(_bytes.AsSpan(start, length));
        _entries[(_first + Count++) % _entries.Length] = new(timestamp, kind, start, length);
        _end = start + length;
    }

    /// <summary>Forgets the oldest event.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public void RemoveOldest()
    {
        ArgumentOutOfRangeException.ThrowIfZero(Count);
        _first = (_first + 1) % _entries.Length;
        Count--;
    }

    private bool TryFindRoom(int length, out int start)
    {
        if (Count == 0)
        {
            start = 0;
            return length <= _bytes.Length;
        }
        var oldest = this[0].Start;
        start = _end;
        if (_end <= oldest)
        {
            return length <= oldest - _end; // the newest events are before the oldest
        }
        if (length <= _bytes.Length - _end)
        {
            return true;
        }
        start = 0;
        return length <= oldest;
    }

    private void GrowEntries()
    {
        var larger = new Entry[2 * _entries.Length];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = this[i];
        }
        (_entries, _first) = (larger, 0);
    }

    private void GrowBytes(int room)
    {
        var larger = GC.AllocateUninitializedArray<byte>(Math.Max(2 * _bytes.Length, _bytes.Length + room));
        var at = 0;
        for (var i = 0; i < Count; i++)
        {
            ref var entry = ref _entries[(_first + i) % _entries.Length];
            Payload(i).CopyTo(larger.AsSpan(at));
            entry = entry with { Start = at };
            at += entry.Length;
        }
        (_bytes, _end) = (larger, at);
    }

    /// <summary>An event but its bytes.</summary>
    /// <param name="Timestamp">When it was made.</param>
    /// <param name="Kind">What a subscriber's filter needs to know.</param>
    /// <param name="Start">Of its bytes.</param>
    /// <param name="Length">Number of its bytes.</param>
    internal readonly record struct Entry(long Timestamp, FeedEventKind Kind, int Start, int Length);
}
