using System.Buffers;

namespace LiveGenre.Capture.Buffering;

/// <summary>
/// A bounded ring of interleaved frames that drops the oldest when it is full, and knows how many frames are missing before each that it
/// still holds. Not thread-safe.
/// </summary>
internal sealed class FrameRing(int channels, int capacityFrames) : IDisposable
{
    private const int MostGaps = 64;

    // A connection's memory serves the next one, also of another source: as garbage it would be of the size that is collected once in
    // hours. Not the shared pool, which keeps what a thread gives back for that thread, and connections have threads of their own.
    private static readonly ArrayPool<float> Memory = ArrayPool<float>.Create(maxArrayLength: 1 << 22, maxArraysPerBucket: 16); // 192 kHz, 8 channels, 2 s

    private readonly float[] _memory = Memory.Rent(capacityFrames * channels);
    private readonly int _length = capacityFrames * channels; // samples of it that are used
    private readonly Queue<(long At, long LostFrames)> _gaps = new(MostGaps);
    private long _written;    // samples ever written
    private long _read;       // samples ever read or dropped
    private long _lostFrames; // missing just before _read
    private bool _isDisposed;

    /// <summary>Whether nothing can be read.</summary>
    public bool IsEmpty => _read == _written;

    /// <summary>Whether a read gives so many frames, or all that it can: those before a gap, or a full ring.</summary>
    public bool HasReady(int frames)
    {
        FoldGaps();
        return !IsEmpty && (_gaps.Count > 0 || _written - _read >= Math.Min((long)frames * channels, _length));
    }

    /// <summary>Gives its memory back. It is empty then, and takes nothing more.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _read = _written;
            Memory.Return(_memory);
        }
    }

    /// <summary>Appends whole frames.</summary>
    public void Write(ReadOnlySpan<float> interleaved)
    {
        // Of a block longer than the ring only the end is stored.
        var kept = interleaved[Math.Max(0, interleaved.Length - _length)..];
        DropUpTo(_written + interleaved.Length - _length);
        _written += interleaved.Length - kept.Length;
        var at = (int)(_written % _length);
        var head = Math.Min(kept.Length, _length - at);
        kept[..head].CopyTo(_memory.AsSpan(at, head));
        kept[head..].CopyTo(_memory);
        _written += kept.Length;
    }

    /// <summary>Notes that frames are missing between those written and those to come.</summary>
    public void AddGap(long lostFrames)
    {
        if (_gaps.Count < MostGaps)
        {
            _gaps.Enqueue((_written, lostFrames));
        }
        else
        {
            _lostFrames += lostFrames; // too early, but counted: so many gaps within a ring are one disturbance
        }
    }

    /// <summary>Takes the oldest frames, up to the next gap.</summary>
    public CaptureRead Read(Span<float> interleaved)
    {
        FoldGaps();
        var end = _gaps.TryPeek(out var gap) ? gap.At : _written;
        var count = (int)Math.Min(end - _read, interleaved.Length / channels * channels);
        var at = (int)(_read % _length);
        var head = Math.Min(count, _length - at);
        _memory.AsSpan(at, head).CopyTo(interleaved);
        _memory.AsSpan(0, count - head).CopyTo(interleaved[head..]);
        var read = new CaptureRead(count, _lostFrames);
        _read += count;
        _lostFrames = 0;
        return read;
    }

    private void DropUpTo(long position)
    {
        if (position > _read)
        {
            _lostFrames += (position - _read) / channels;
            _read = position;
            FoldGaps();
        }
    }

    private void FoldGaps()
    {
        while (_gaps.TryPeek(out var gap) && gap.At <= _read)
        {
            _lostFrames += _gaps.Dequeue().LostFrames;
        }
    }
}
