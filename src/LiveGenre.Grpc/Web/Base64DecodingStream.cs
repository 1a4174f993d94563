using System.Buffers;
using System.Buffers.Text;

namespace LiveGenre.Grpc.Web;

/// <summary>
/// The bytes behind a Base64 body that consists of any number of segments, each with its own padding, and
/// that arrives cut anywhere.
/// </summary>
/// <exception cref="RpcException">From a read: the text is not Base64, or ends inside a group of four.</exception>
internal sealed class Base64DecodingStream(Stream text) : Stream
{
    private readonly byte[] _pending = new byte[4 * 1024]; // whole groups of four fit
    private int _pendingLength;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length < 3) // bytes of one group; the pipe above reads in pages
        {
            return buffer.IsEmpty ? 0 : throw new ArgumentException("Room for three bytes is needed.", nameof(buffer));
        }
        while (true)
        {
            if (_pendingLength >= 4 && Decode(buffer.Span) is var decoded and > 0)
            {
                return decoded;
            }
            var read = await text.ReadAsync(_pending.AsMemory(_pendingLength), cancellationToken);
            if (read == 0)
            {
                return _pendingLength == 0 ? 0 : throw new RpcException(new(StatusCode.Internal, "The Base64 body ended inside a group of four characters."));
            }
            _pendingLength += read;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private int Decode(Span<byte> destination)
    {
        var groups = Math.Min(_pendingLength / 4, destination.Length / 3);
        // Up to and including the first padded group: what follows it is a segment of its own.
        var padding = _pending.AsSpan(0, groups * 4).IndexOf((byte)'=');
        var length = padding < 0 ? groups * 4 : (padding / 4 + 1) * 4;
        var status = Base64.DecodeFromUtf8(_pending.AsSpan(0, length), destination, out var consumed, out var written);
        if (status != OperationStatus.Done || consumed != length)
        {
            throw new RpcException(new(StatusCode.Internal, "The body is not Base64."));
        }
        _pending.AsSpan(length, _pendingLength - length).CopyTo(_pending);
        _pendingLength -= length;
        return written;
    }
}
