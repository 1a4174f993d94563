using LiveGenre.Grpc.Client;

namespace LiveGenre.Grpc;

/// <summary>Starts calls over a channel. Calls may start and run side by side.</summary>
public sealed class CallInvoker
{
    private readonly GrpcChannel _channel;

    internal CallInvoker(GrpcChannel channel) => _channel = channel;

    /// <summary>Sends one request for one response.</summary>
    public AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class
    {
        var call = new ClientCall<TRequest, TResponse>(_channel, method, options);
        call.Start(request);
        return new(call.ReadSingleAsync(), call.ResponseHeadersAsync, () => call.GetEnd().Status, () => call.GetEnd().Trailers, call.Dispose);
    }

    /// <summary>Sends one request for a stream of responses.</summary>
    public AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class
    {
        var call = new ClientCall<TRequest, TResponse>(_channel, method, options);
        call.Start(request);
        return new(new ClientStreamReader<TRequest, TResponse>(call), call.ResponseHeadersAsync, () => call.GetEnd().Status, () => call.GetEnd().Trailers, call.Dispose);
    }

    /// <summary>Opens a stream of requests for one response.</summary>
    public AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, CallOptions options)
        where TRequest : class
        where TResponse : class
    {
        var call = new ClientCall<TRequest, TResponse>(_channel, method, options);
        var requests = call.Start();
        return new(requests, call.ReadSingleAsync(), call.ResponseHeadersAsync, () => call.GetEnd().Status, () => call.GetEnd().Trailers, call.Dispose);
    }

    /// <summary>Opens streams both ways.</summary>
    public AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, CallOptions options)
        where TRequest : class
        where TResponse : class
    {
        var call = new ClientCall<TRequest, TResponse>(_channel, method, options);
        var requests = call.Start();
        return new(requests, new ClientStreamReader<TRequest, TResponse>(call), call.ResponseHeadersAsync, () => call.GetEnd().Status, () => call.GetEnd().Trailers, call.Dispose);
    }
}
