using LiveGenre.Grpc.Server;

namespace LiveGenre.Grpc;

/// <summary>The methods of one or more services, bound to their handlers.</summary>
public sealed class ServerServiceDefinition
{
    private ServerServiceDefinition(IReadOnlyList<ServerMethod> methods) => Methods = methods;

    internal IReadOnlyList<ServerMethod> Methods { get; }

    /// <summary>Starts an empty definition.</summary>
    public static Builder CreateBuilder() => new();

    /// <summary>Collects methods.</summary>
    public sealed class Builder
    {
        private readonly List<ServerMethod> _methods = [];

        /// <summary>Adds a method with one request and one response.</summary>
        public Builder AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class
            => Add(method, MethodType.Unary, async call =>
            {
                var request = await call.ReadSingleAsync(method.RequestMarshaller);
                call.WriteSingle(method.ResponseMarshaller, await handler(request, call));
            });

        /// <summary>Adds a method that streams its requests.</summary>
        public Builder AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class
            => Add(method, MethodType.ClientStreaming, async call =>
            {
                var requests = new ServerStreamReader<TRequest>(call, method.RequestMarshaller);
                call.WriteSingle(method.ResponseMarshaller, await handler(requests, call));
            });

        /// <summary>Adds a method that streams its responses.</summary>
        public Builder AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class
            => Add(method, MethodType.ServerStreaming, async call =>
            {
                var request = await call.ReadSingleAsync(method.RequestMarshaller);
                await handler(request, new ServerStreamWriter<TResponse>(call, method.ResponseMarshaller), call);
            });

        /// <summary>Adds a method that streams both.</summary>
        public Builder AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class
            => Add(method, MethodType.DuplexStreaming, call => handler(
                new ServerStreamReader<TRequest>(call, method.RequestMarshaller),
                new ServerStreamWriter<TResponse>(call, method.ResponseMarshaller),
                call));

        /// <summary>The definition of all methods added so far.</summary>
        public ServerServiceDefinition Build() => new([.. _methods]);

        private Builder Add<TRequest, TResponse>(Method<TRequest, TResponse> method, MethodType type, Func<ServerCall, Task> invoke)
            where TRequest : class
            where TResponse : class
        {
            if (method.Type != type)
            {
                throw new ArgumentException($"{method.FullName} is {method.Type}; its handler is for {type}.", nameof(method));
            }
            _methods.Add(new(method.ServiceName, method.Name, type, invoke));
            return this;
        }
    }
}
