using System.Buffers;
using Google.Protobuf;

namespace LiveGenre.Grpc;

/// <summary>How messages of one type become bytes and come back.</summary>
/// <param name="serializer">Writes the message's bytes, without framing.</param>
/// <param name="deserializer">Reads a message; the bytes are only valid during the call.</param>
public sealed class Marshaller<T>(Action<T, IBufferWriter<byte>> serializer, Func<ReadOnlySequence<byte>, T> deserializer)
{
    /// <summary>Writes the message's bytes, without framing.</summary>
    public Action<T, IBufferWriter<byte>> Serializer { get; } = serializer;

    /// <summary>Reads a message; the bytes are only valid during the call.</summary>
    public Func<ReadOnlySequence<byte>, T> Deserializer { get; } = deserializer;
}

/// <summary>Makes marshallers.</summary>
public static class Marshallers
{
    /// <summary>The marshaller of a generated Protocol Buffers message.</summary>
    public static Marshaller<T> Create<T>()
        where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(static () => new T());
        return new(static (message, output) => message.WriteTo(output), parser.ParseFrom);
    }
}
