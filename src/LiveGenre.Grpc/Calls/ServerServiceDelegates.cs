namespace LiveGenre.Grpc;

/// <summary>Answers one request with one response.</summary>
public delegate Task<TResponse> UnaryServerMethod<in TRequest, TResponse>(TRequest request, ServerCallContext context);

/// <summary>Answers a stream of requests with one response.</summary>
public delegate Task<TResponse> ClientStreamingServerMethod<in TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context);

/// <summary>Answers one request with a stream of responses, which ends when the task does.</summary>
public delegate Task ServerStreamingServerMethod<in TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context);

/// <summary>Answers a stream of requests with a stream of responses, which ends when the task does.</summary>
public delegate Task DuplexStreamingServerMethod<in TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context);
