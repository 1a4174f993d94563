namespace LiveGenre.Grpc.Server;

/// <summary>The responses of one call.</summary>
internal sealed class ServerStreamWriter<T>(ServerCall call, Marshaller<T> marshaller) : IServerStreamWriter<T>
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message, CancellationToken cancellationToken)
        => call.WriteNextAsync(marshaller, message, WriteOptions, cancellationToken);

    public Task WriteAsync(SerializedMessage<T> message, CancellationToken cancellationToken)
        => call.WriteNextAsync(message, WriteOptions, cancellationToken);
}
