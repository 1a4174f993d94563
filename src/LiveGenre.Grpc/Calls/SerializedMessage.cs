using LiveGenre.Grpc.Wire;

namespace LiveGenre.Grpc;

/// <summary>
/// A message with its framing as bytes, made once and written to any number of streams. Safe to share
/// between threads.
/// </summary>
public sealed class SerializedMessage<T>
{
    [ThreadStatic]
    private static FrameBuffer? _workspace; // between two messages it holds no array

    private readonly byte[] _frame;
    private byte[]? _gzipFrame;

    /// <summary>Serialises <paramref name="message"/>.</summary>
    public SerializedMessage(Marshaller<T> marshaller, T message)
    {
        using var frame = _workspace ??= new FrameBuffer();
        frame.Fill(marshaller, message, compress: false);
        _frame = frame.Written.ToArray();
    }

    /// <summary>Frames a message that is serialised already.</summary>
    /// <param name="payload">In wire format, without framing; copied.</param>
    public SerializedMessage(ReadOnlySpan<byte> payload)
    {
        _frame = GC.AllocateUninitializedArray<byte>(FrameHeader.Size + payload.Length);
        new FrameHeader(0, (uint)payload.Length).Write(_frame);
        payload.CopyTo(_frame.AsSpan(FrameHeader.Size));
    }

    /// <summary>Bytes of the message, without framing or compression.</summary>
    public int Size => _frame.Length - FrameHeader.Size;

    /// <summary>The message in wire format.</summary>
    public ReadOnlyMemory<byte> Payload => _frame.AsMemory(FrameHeader.Size);

    /// <summary>The message with its five bytes of framing.</summary>
    internal ReadOnlyMemory<byte> Frame => _frame;

    /// <summary>The same compressed; compressed at the first use only, whichever stream asks first.</summary>
    internal ReadOnlyMemory<byte> GzipFrame
    {
        get
        {
            if (Volatile.Read(ref _gzipFrame) is not { } frame)
            {
                // Two streams may compress at once; both results are the same bytes.
                frame = GzipMessage.CompressFrame(_frame);
                Volatile.Write(ref _gzipFrame, frame);
            }
            return frame;
        }
    }
}
