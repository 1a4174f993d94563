namespace LiveGenre.Core.Audio;

/// <summary>
/// The newest samples of a mono stream, addressed by absolute position (samples since the stream began), so that
/// overlapping windows are plain reads. One writer and any number of readers may use it at once.
/// </summary>
public sealed class SampleRingBuffer
{
    private readonly Lock _gate = new();
    private readonly float[] _samples;
    private readonly PositionGaps _gaps = new();
    private long _written;

    /// <summary>Makes an empty buffer at position 0.</summary>
    /// <param name="capacity">Samples that are kept, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is below 1.</exception>
    public SampleRingBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _samples = new float[capacity];
    }

    /// <summary>Samples that are kept.</summary>
    public int Capacity => _samples.Length;

    /// <summary>Position just after the newest sample; positions that were skipped count too.</summary>
    public long Written
    {
        get
        {
            lock (_gate)
            {
                return _written;
            }
        }
    }

    /// <summary>Appends samples at <see cref="Written"/>; the oldest make room. A block longer than the capacity leaves its end.</summary>
    /// <param name="samples">Mono samples, any length.</param>
    public void Write(ReadOnlySpan<float> samples)
    {
        lock (_gate)
        {
            var kept = samples[Math.Max(0, samples.Length - _samples.Length)..];
            _written += samples.Length - kept.Length;
            var at = (int)(_written % _samples.Length);
            var head = Math.Min(kept.Length, _samples.Length - at);
            kept[..head].CopyTo(_samples.AsSpan(at));
            kept[head..].CopyTo(_samples);
            _written += kept.Length;
        }
    }

    /// <summary>Leaves a gap: positions from <see cref="Written"/> to just before <paramref name="position"/> were never recorded.</summary>
    /// <param name="position">Where the next write begins; <see cref="Written"/> itself changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="position"/> lies before <see cref="Written"/>.</exception>
    public void SkipTo(long position)
    {
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(position, _written);
            if (position > _written)
            {
                _gaps.Add(_written, position, position - _samples.Length);
                _written = position;
            }
        }
    }

    /// <summary>Finds the first unbroken stretch of samples that can be read now.</summary>
    /// <param name="from">Absolute position; what lies before it does not count.</param>
    /// <returns>Its first position, <paramref name="from"/> or later, and one past its last; the same twice where there is none.</returns>
    public (long Start, long End) FindStretch(long from)
    {
        lock (_gate)
        {
            return _gaps.FindStretch(Math.Max(from, Math.Max(0, _written - _samples.Length)), _written);
        }
    }

    /// <summary>Copies the samples from <paramref name="start"/>; false if any is not yet recorded, already overwritten or in a gap.</summary>
    /// <param name="start">Absolute position of the first sample.</param>
    /// <param name="window">Filled whole, or left as it was when the answer is false.</param>
    public bool TryRead(long start, Span<float> window)
    {
        lock (_gate)
        {
            var end = start + window.Length;
            if (start < Math.Max(0, _written - _samples.Length) || end > _written || _gaps.Touch(start, end))
            {
                return false;
            }
            var at = (int)(start % _samples.Length);
            var head = Math.Min(window.Length, _samples.Length - at);
            _samples.AsSpan(at, head).CopyTo(window);
            _samples.AsSpan(0, window.Length - head).CopyTo(window[head..]);
            return true;
        }
    }
}
