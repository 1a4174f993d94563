namespace LiveGenre.Grpc;

/// <summary>A call with streams both ways, which run independently.</summary>
public sealed class AsyncDuplexStreamingCall<TRequest, TResponse>(
    IClientStreamWriter<TRequest> requestStream,
    IAsyncStreamReader<TResponse> responseStream,
    Task<Metadata> responseHeadersAsync,
    Func<Status> getStatus,
    Func<Metadata> getTrailers,
    Action dispose) : IDisposable
{
    /// <summary>The requests.</summary>
    public IClientStreamWriter<TRequest> RequestStream => requestStream;

    /// <summary>The responses; reading fails with <see cref="RpcException"/> when the call ends other than with OK.</summary>
    public IAsyncStreamReader<TResponse> ResponseStream => responseStream;

    /// <summary>What the server sent before the first response; fails with <see cref="RpcException"/>.</summary>
    public Task<Metadata> ResponseHeadersAsync => responseHeadersAsync;

    /// <summary>How the call ended.</summary>
    /// <exception cref="InvalidOperationException">It has not, or the responses were not read to their end.</exception>
    public Status GetStatus() => getStatus();

    /// <summary>What the server sent last.</summary>
    /// <exception cref="InvalidOperationException">The call has not ended, or the responses were not read to their end.</exception>
    public Metadata GetTrailers() => getTrailers();

    /// <summary>Ends the call with CANCELLED if it has not ended.</summary>
    public void Dispose() => dispose();
}
