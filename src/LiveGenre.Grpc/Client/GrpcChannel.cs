using System.Net;

namespace LiveGenre.Grpc.Client;

/// <summary>
/// A server as a client knows it. Connections are made when calls need them, shared between calls, and made
/// again after they break. Safe for any thread; keep one for the life of the client.
/// </summary>
public sealed class GrpcChannel : IDisposable
{
    private readonly CancellationTokenSource _disposed = new();
    private readonly HttpMessageInvoker _http;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
    {
        Address = address;
        Options = options;
        _http = new(options.HttpHandler ?? CreateHandler(address, options), disposeHandler: options.HttpHandler is null);
    }

    /// <summary>Scheme, host and port of the server.</summary>
    public Uri Address { get; }

    internal GrpcChannelOptions Options { get; }

    /// <summary>Fires when the channel is disposed.</summary>
    internal CancellationToken Disposed => _disposed.Token;

    /// <summary>A channel to <paramref name="address"/>: <c>http://host:port</c> in clear text with HTTP/2 from the first byte, <c>https://host:port</c> with TLS.</summary>
    /// <exception cref="ArgumentException">The address is neither, or has a path.</exception>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions? options = null)
        => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? ForAddress(uri, options)
            : throw new ArgumentException($"'{address}' is not an address; use http://host:port or https://host:port.", nameof(address));

    /// <inheritdoc cref="ForAddress(string, GrpcChannelOptions?)"/>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions? options = null)
    {
        if (!(address.Scheme is "http" or "https") || address.PathAndQuery != "/")
        {
            throw new ArgumentException($"'{address}' is not the address of a gRPC server; use http://host:port or https://host:port.", nameof(address));
        }
        return new(address, options ?? new());
    }

    /// <summary>Starts calls over this channel.</summary>
    public CallInvoker CreateCallInvoker() => new(this);

    /// <summary>Ends all calls with CANCELLED and closes the connections.</summary>
    public void Dispose()
    {
        if (!_disposed.IsCancellationRequested)
        {
            _disposed.Cancel();
            _http.Dispose();
        }
    }

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => _http.SendAsync(request, cancellationToken);

    private static SocketsHttpHandler CreateHandler(Uri address, GrpcChannelOptions options) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = address.Scheme == Uri.UriSchemeHttps, // clear text is HTTP/2 from its first byte, which no proxy passes on
        EnableMultipleHttp2Connections = true, // a server may allow as few as a hundred calls a connection
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        ConnectTimeout = options.ConnectTimeout,
        KeepAlivePingDelay = options.KeepAlivePingDelay,
        KeepAlivePingTimeout = options.KeepAlivePingTimeout,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
    };
}
