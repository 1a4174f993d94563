namespace LiveGenre.Grpc.Client;

/// <summary>How a client reaches a server.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>Largest response message in bytes, also after decompression. Default 4 MiB; 1 or more, null for any size.</summary>
    public int? MaxReceiveMessageSize { get; init; } = 4 * 1024 * 1024;

    /// <summary>Largest request message in bytes before compression. Default null: any size.</summary>
    public int? MaxSendMessageSize { get; init; }

    /// <summary>How long a connection may take. Default 20 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long nothing may come from the server of an open call before it is asked for a sign of life. Default never; 1 s or more.</summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long the sign of life may take before the calls end with UNAVAILABLE. Default 20 s; 1 s or more.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Carries the requests instead of a handler made from these options; the channel does not dispose it.
    /// It must speak HTTP/2 and hand over responses as they arrive.
    /// </summary>
    public HttpMessageHandler? HttpHandler { get; init; }

    /// <summary>Runs the deadlines. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
