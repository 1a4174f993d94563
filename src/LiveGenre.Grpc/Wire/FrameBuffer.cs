using System.Buffers;

namespace LiveGenre.Grpc.Wire;

/// <summary>One outgoing message with its framing, in a pooled array that serves message after message.</summary>
internal sealed class FrameBuffer : IBufferWriter<byte>, IDisposable
{
    private const int InitialCapacity = 512;

    private byte[] _array = [];
    private int _length;

    /// <summary>What was written since the last <see cref="Fill"/> or <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, _length);

    /// <summary>Replaces the content by the frame of <paramref name="message"/> and answers the message's size before compression.</summary>
    public int Fill<T>(Marshaller<T> marshaller, T message, bool compress)
    {
        Reserve();
        marshaller.Serializer(message, this);
        var size = _length - FrameHeader.Size;
        compress &= size > 0; // nothing stays nothing; as gzip it would be twenty bytes that some readers refuse
        if (compress)
        {
            using var plain = new FrameBuffer { _array = _array, _length = _length };
            _array = [];
            Reserve();
            GzipMessage.Compress(plain.Written.Span[FrameHeader.Size..], this);
        }
        Seal(compress ? FrameHeader.CompressedFlag : (byte)0);
        return size;
    }

    /// <summary>Empties the buffer but for the room of the frame header, which <see cref="Seal"/> fills in.</summary>
    public void Reserve()
    {
        Clear();
        GetSpan(FrameHeader.Size);
        Advance(FrameHeader.Size);
    }

    /// <summary>Writes the header of all that was written since <see cref="Reserve"/>.</summary>
    public void Seal(byte flags) => new FrameHeader(flags, (uint)(_length - FrameHeader.Size)).Write(_array);

    /// <summary>Empties the buffer.</summary>
    public void Clear() => _length = 0;

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _array.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _array.AsSpan(_length);
    }

    public void Dispose()
    {
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }
        _array = [];
        _length = 0;
    }

    private void EnsureRoom(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed <= _array.Length)
        {
            return;
        }
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(InitialCapacity, 2 * _array.Length)));
        _array.AsSpan(0, _length).CopyTo(larger);
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }
        _array = larger;
    }
}
