namespace LiveGenre.Grpc;

/// <summary>Streams messages to the other side, each flushed at once. One write at a time.</summary>
public interface IAsyncStreamWriter<T>
{
    /// <summary>How the next messages are written; null leaves it to the call.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Sends one message; done when the transport has taken it, which waits for a slow reader.</summary>
    /// <exception cref="InvalidOperationException">Another write is under way, or the stream has ended.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken = default);
}

/// <summary>
/// The server's side of a response stream. A token that fires during a write ends the wait for a slow reader;
/// the message stays queued, and the next write waits for it.
/// </summary>
public interface IServerStreamWriter<T> : IAsyncStreamWriter<T>
{
    /// <summary>Sends a message that was serialised before, for one that goes to many clients.</summary>
    /// <exception cref="InvalidOperationException">Another write is under way, or the stream has ended.</exception>
    Task WriteAsync(SerializedMessage<T> message, CancellationToken cancellationToken = default);
}

/// <summary>The client's side of a request stream. A token that fires during a write ends the call.</summary>
public interface IClientStreamWriter<T> : IAsyncStreamWriter<T>
{
    /// <summary>Tells the server that there are no more requests. Responses go on.</summary>
    Task CompleteAsync();
}
