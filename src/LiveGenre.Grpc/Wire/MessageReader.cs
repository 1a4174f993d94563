using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;

namespace LiveGenre.Grpc.Wire;

/// <summary>
/// Cuts a body into messages. A message may arrive in any number of pieces, and pieces may hold any number
/// of messages. One read at a time.
/// </summary>
/// <param name="body">The bytes after HTTP's own framing.</param>
/// <param name="maxMessageSize">Largest message in bytes, before and after decompression; null for any.</param>
/// <param name="gzip">Whether the other side announced gzip, without which no message may be compressed.</param>
/// <param name="sizeSetting">What the limit is called where it is set; null for nothing.</param>
internal sealed class MessageReader(PipeReader body, int? maxMessageSize, bool gzip, string? sizeSetting = null)
{
    private readonly int _maxMessageSize = maxMessageSize ?? int.MaxValue;

    /// <summary>Whether the last message arrived compressed.</summary>
    public bool LastWasCompressed { get; private set; }

    /// <summary>The next message; null when the body has ended after a whole message.</summary>
    /// <exception cref="RpcException">The body breaks the protocol or a limit.</exception>
    public async ValueTask<T?> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var result = await body.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            var (consumed, examined) = (buffer.Start, buffer.End);
            try
            {
                if (TryCutFrame(buffer, out var header, out var payload))
                {
                    consumed = examined = payload.End;
                    LastWasCompressed = header.IsCompressed;
                    return Parse(marshaller, header, payload);
                }
                if (result.IsCompleted)
                {
                    consumed = examined;
                    return buffer.IsEmpty ? null : throw Broken("The body ended inside a message.");
                }
            }
            finally
            {
                body.AdvanceTo(consumed, examined);
            }
        }
    }

    /// <summary>Gives back what the body holds. Only after the last read.</summary>
    public void Complete() => body.Complete();

    private bool TryCutFrame(ReadOnlySequence<byte> buffer, out FrameHeader header, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        if (!FrameHeader.TryRead(buffer, out header))
        {
            return false;
        }
        // Checked on the header alone: a message that is too large is refused before it is received.
        if ((header.Flags & ~FrameHeader.CompressedFlag) != 0)
        {
            throw Broken($"A message has the unknown flags 0x{header.Flags:x2}.");
        }
        if (header.IsCompressed && !gzip)
        {
            throw Broken("A message is compressed although grpc-encoding announces no compression.");
        }
        if (header.Length > _maxMessageSize)
        {
            throw TooLarge($"{header.Length} bytes");
        }
        if (buffer.Length - FrameHeader.Size < header.Length)
        {
            return false;
        }
        payload = buffer.Slice(FrameHeader.Size, header.Length);
        return true;
    }

    private T Parse<T>(Marshaller<T> marshaller, FrameHeader header, ReadOnlySequence<byte> payload)
    {
        try
        {
            if (!header.IsCompressed)
            {
                return marshaller.Deserializer(payload);
            }
            using var expanded = new FrameBuffer();
            return GzipMessage.TryDecompress(payload, expanded, _maxMessageSize)
                ? marshaller.Deserializer(new(expanded.Written))
                : throw TooLarge("more once decompressed");
        }
        catch (InvalidDataException e)
        {
            throw Broken("A compressed message is not valid gzip.", e);
        }
        // Google.Protobuf itself runs out of its buffer on some lengths that overflow.
        catch (Exception e) when (e is InvalidProtocolBufferException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw Broken("A message is not a valid " + typeof(T).Name + ".", e);
        }
    }

    private RpcException TooLarge(string size)
        => new(new(StatusCode.ResourceExhausted, $"A message has {size}; at most {_maxMessageSize} bytes are accepted{(sizeSetting is null ? "" : $" ({sizeSetting})")}."));

    private static RpcException Broken(string detail, Exception? cause = null)
        => new(new(StatusCode.Internal, detail, cause));
}
