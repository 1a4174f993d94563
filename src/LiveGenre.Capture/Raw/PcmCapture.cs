using System.Runtime.CompilerServices;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Raw;

/// <summary>Reads PCM from a stream of bytes that may be split anywhere. Allocates nothing once it runs.</summary>
internal sealed class PcmCapture : IAudioCapture
{
    private readonly Stream _stream;
    private readonly string _address;
    private readonly PcmEncoding _encoding;
    private readonly int _frameBytes;
    private readonly byte[] _buffer;
    private int _start;      // first byte not yet decoded
    private int _end;        // end of the bytes read
    private long _remaining; // bytes of the stream that still belong to the audio

    /// <param name="stream">Stands at the first sample; disposed with the capture.</param>
    /// <param name="address">Whose bytes they are, for messages.</param>
    /// <param name="format">Rate and channels.</param>
    /// <param name="encoding">How a sample is stored.</param>
    /// <param name="byteCount">How many bytes are audio; what comes after them is not.</param>
    public PcmCapture(Stream stream, string address, AudioFormat format, PcmEncoding encoding, long byteCount = long.MaxValue)
    {
        (_stream, _address) = (stream, address);
        _encoding = encoding;
        _remaining = byteCount;
        Format = format;
        _frameBytes = format.Channels * PcmDecoder.BytesPerSample(encoding);
        // 16 KiB: 46 ms of 44.1 kHz stereo floats; with 1000 sources 16 MiB in all.
        _buffer = new byte[Math.Max(16_384 / _frameBytes, 1) * _frameBytes];
    }

    /// <inheritdoc/>
    public AudioFormat Format { get; }

    /// <inheritdoc/>
    public ValueTask<CaptureRead> ReadAsync(Memory<float> interleaved, int leastFrames, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interleaved.Length, Format.Channels, nameof(interleaved));
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<CaptureRead>(cancellation);
        }

        return (_end - _start) / _frameBytes >= leastFrames
            ? ValueTask.FromResult(new CaptureRead(Take(interleaved.Span), 0))
            : FillAsync(interleaved, leastFrames, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CaptureRead> FillAsync(Memory<float> interleaved, int leastFrames, CancellationToken cancellation)
    {
        var taken = Take(interleaved.Span);
        try
        {
            while (taken < leastFrames * Format.Channels && await FetchAsync(cancellation))
            {
                taken += Take(interleaved.Span[taken..]);
            }
        }
        catch (Exception error) when (taken > 0 && error is OperationCanceledException or AudioSourceException)
        {
            // What came before goes first; the next read meets the same.
        }

        return new(taken, 0);
    }

    /// <summary>Reads on; false at the end. Less than a frame that is left over there was cut off, and is no sound.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FetchAsync(CancellationToken cancellation)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var room = (int)Math.Min(_buffer.Length - _end, _remaining);
        var read = room == 0 ? 0 : await ReadBytesAsync(_buffer.AsMemory(_end, room), cancellation);
        _end += read;
        _remaining -= read;
        return read > 0;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadBytesAsync(Memory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            return await _stream.ReadAsync(bytes, cancellation);
        }
        catch (IOException error)
        {
            throw new AudioSourceException(
                AudioSourceFault.Lost, _address, $"'{_address}' cannot be read on: {error.Message.TrimEnd('.')}.", error.HResult, error);
        }
    }

    /// <summary>Decodes what is there and fits; returns how many samples.</summary>
    private int Take(Span<float> interleaved)
    {
        var frames = Math.Min((_end - _start) / _frameBytes, interleaved.Length / Format.Channels);
        var samples = frames * Format.Channels;
        PcmDecoder.Decode(_encoding, _buffer.AsSpan(_start, frames * _frameBytes), interleaved[..samples]);
        _start += frames * _frameBytes;
        return samples;
    }
}
