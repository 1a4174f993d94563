namespace LiveGenre.Grpc;

/// <summary>What a handler knows about its call, and what it says beside its messages.</summary>
public abstract class ServerCallContext
{
    /// <summary>The path of the call: <c>/package.Service/Method</c>.</summary>
    public abstract string Method { get; }

    /// <summary>The authority that the client called, such as <c>localhost:5081</c>.</summary>
    public abstract string Host { get; }

    /// <summary>Where the call comes from: <c>ipv4:127.0.0.1:40000</c>, <c>ipv6:[::1]:40000</c> or <c>unknown</c>.</summary>
    public abstract string Peer { get; }

    /// <summary>When the client stops waiting, in UTC; <see cref="DateTime.MaxValue"/> when it never does.</summary>
    public abstract DateTime Deadline { get; }

    /// <summary>What the client sent before its messages, without what belongs to the transport.</summary>
    public abstract Metadata RequestHeaders { get; }

    /// <summary>
    /// Fires when the client gives up or is gone, when the deadline passes and, for a method that streams,
    /// when the server shuts down.
    /// </summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>What the client gets after the last message.</summary>
    public abstract Metadata ResponseTrailers { get; }

    /// <summary>How the call ends when the handler returns without throwing. OK unless it says otherwise.</summary>
    public abstract Status Status { get; set; }

    /// <summary>How responses are written; a stream's own <see cref="IAsyncStreamWriter{T}.WriteOptions"/> comes first.</summary>
    public abstract WriteOptions? WriteOptions { get; set; }

    /// <summary>Sends the response headers now rather than with the first message.</summary>
    /// <exception cref="InvalidOperationException">They have been sent.</exception>
    public abstract Task WriteResponseHeadersAsync(Metadata responseHeaders);
}
