namespace LiveGenre.Capture.Buffering;

/// <summary>
/// A bounded ring of interleaved frames that drops the oldest when it is full, and knows how many frames are missing before each that it
/// still holds. Not thread-safe.
/// </summary>
internal sealed class FrameRing(int channels, int capacityFrames)
{
    private const int MostGaps = 64;

    private readonly float[] _samples = new float[capacityFrames * channels];
    private readonly Queue<(long At, long LostFrames)> _gaps = new(MostGaps);
    private long _written;    // samples ever written
    private long _read;       // samples ever read or dropped
    private long _lostFrames; // missing just before _read

    /// <summary>Whether nothing can be read.</summary>
    public bool IsEmpty => _read == _written;

    /// <summary>Whether a read gives so many frames, or all that it can: those before a gap, or a full ring.</summary>
    public bool HasReady(int frames)
    {
        FoldGaps();
        return !IsEmpty && (_gaps.Count > 0 || _written - _read >= Math.Min((long)frames * channels, _samples.Length));
    }

    /// <summary>Appends whole frames.</summary>
    public void Write(ReadOnlySpan<float> interleaved)
    {
        // Of a block longer than the ring only the end is stored.
        var kept = interleaved[Math.Max(0, interleaved.Length - _samples.Length)..];
        DropUpTo(_written + interleaved.Length - _samples.Length);
        _written += interleaved.Length - kept.Length;
        var at = (int)(_written % _samples.Length);
        var head = Math.Min(kept.Length, _samples.Length - at);
        kept[..head].CopyTo(_samples.AsSpan(at));
        kept[head..].CopyTo(_samples);
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
        var at = (int)(_read % _samples.Length);
        var head = Math.Min(count, _samples.Length - at);
        _samples.AsSpan(at, head).CopyTo(interleaved);
        _samples.AsSpan(0, count - head).CopyTo(interleaved[head..]);
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
