using System.Runtime.CompilerServices;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Buffering;

/// <summary>
/// Between a native thread that must not wait and an asynchronous reader: a bounded ring that drops the oldest frames when the
/// reader is too slow, and says with the next ones how many are missing. The lock is held for the copy of one block.
/// </summary>
internal sealed class CaptureQueue
{
    private const int MostGaps = 64;

    private readonly Lock _gate = new();
    private readonly AsyncSignal _arrived = new();
    private readonly Queue<(long At, long LostFrames)> _gaps = new(MostGaps);
    private readonly float[] _samples;
    private readonly int _channels;
    private long _written;   // samples ever written
    private long _read;      // samples ever read or dropped
    private long _lostFrames; // missing just before _read
    private bool _isComplete;
    private Exception? _error;

    /// <param name="format">What is captured.</param>
    /// <param name="capacity">How much is kept for a slow reader.</param>
    public CaptureQueue(AudioFormat format, TimeSpan capacity)
    {
        _channels = format.Channels;
        _samples = new float[Math.Max(1, (int)(format.SampleRateHz * capacity.TotalSeconds)) * _channels];
    }

    /// <summary>Appends whole frames. Called by the native thread; never waits.</summary>
    public void Write(ReadOnlySpan<float> interleaved)
    {
        lock (_gate)
        {
            if (_isComplete)
            {
                return;
            }

            var excess = Math.Max(0, interleaved.Length - _samples.Length);
            var kept = interleaved[excess..];
            // What would be overwritten, and then what would never be stored, is lost.
            Drop(_written + excess + kept.Length - _samples.Length);
            _written += excess;
            var at = (int)(_written % _samples.Length);
            var head = Math.Min(kept.Length, _samples.Length - at);
            kept[..head].CopyTo(_samples.AsSpan(at));
            kept[head..].CopyTo(_samples);
            _written += kept.Length;
        }

        _arrived.Set();
    }

    /// <summary>Notes that frames are missing between those written and those to come.</summary>
    public void ReportLoss(long frames)
    {
        lock (_gate)
        {
            if (_gaps.Count < MostGaps)
            {
                _gaps.Enqueue((_written, frames));
            }
            else
            {
                _lostFrames += frames; // counted, if early; so many gaps within the ring are one disturbance
            }
        }
    }

    /// <summary>Ends the queue; what it holds can still be read, then comes <paramref name="error"/> or the end.</summary>
    public void Complete(Exception? error = null)
    {
        lock (_gate)
        {
            if (_isComplete)
            {
                return;
            }

            (_isComplete, _error) = (true, error);
        }

        _arrived.Set();
    }

    /// <inheritdoc cref="IAudioCapture.ReadAsync"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CaptureRead> ReadAsync(Memory<float> interleaved, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interleaved.Length, _channels, nameof(interleaved));
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryTake(interleaved.Span, out var read))
            {
                return read;
            }

            await _arrived.WaitAsync(cancellation);
        }
    }

    private bool TryTake(Span<float> interleaved, out CaptureRead read)
    {
        lock (_gate)
        {
            read = default;
            if (_read == _written)
            {
                return _isComplete && (_error is null ? true : throw _error);
            }

            FoldGaps();
            var end = _gaps.TryPeek(out var gap) ? Math.Min(gap.At, _written) : _written;
            var count = (int)Math.Min(end - _read, interleaved.Length / _channels * _channels);
            var at = (int)(_read % _samples.Length);
            var head = Math.Min(count, _samples.Length - at);
            _samples.AsSpan(at, head).CopyTo(interleaved);
            _samples.AsSpan(0, count - head).CopyTo(interleaved[head..]);
            _read += count;
            read = new(count, _lostFrames);
            _lostFrames = 0;
            return true;
        }
    }

    private void Drop(long upTo)
    {
        if (upTo > _read)
        {
            _lostFrames += (upTo - _read) / _channels;
            _read = upTo;
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
