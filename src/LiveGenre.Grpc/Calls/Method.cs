using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace LiveGenre.Grpc;

/// <summary>A method as both sides know it: its path, its kind and how its messages become bytes.</summary>
public sealed class Method<TRequest, TResponse>(
    MethodType type,
    string serviceName,
    string name,
    Marshaller<TRequest> requestMarshaller,
    Marshaller<TResponse> responseMarshaller)
    where TRequest : class
    where TResponse : class
{
    /// <summary>Which sides stream.</summary>
    public MethodType Type { get; } = type;

    /// <summary>The service with its package, such as <c>livegenre.v1.GenreService</c>.</summary>
    public string ServiceName { get; } = serviceName;

    /// <summary>The method's name within its service.</summary>
    public string Name { get; } = name;

    /// <summary>The path of a call: <c>/package.Service/Method</c>.</summary>
    public string FullName { get; } = $"/{serviceName}/{name}";

    /// <summary>Between requests and bytes.</summary>
    public Marshaller<TRequest> RequestMarshaller { get; } = requestMarshaller;

    /// <summary>Between responses and bytes.</summary>
    public Marshaller<TResponse> ResponseMarshaller { get; } = responseMarshaller;
}

/// <summary>Makes methods from what the .proto file says.</summary>
public static class Method
{
    /// <summary>The method <paramref name="name"/> of <paramref name="service"/>.</summary>
    /// <exception cref="ArgumentException">There is no such method, or it has other message types.</exception>
    public static Method<TRequest, TResponse> Create<TRequest, TResponse>(ServiceDescriptor service, string name)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        var descriptor = service.FindMethodByName(name)
            ?? throw new ArgumentException($"{service.FullName} has no method '{name}'.", nameof(name));
        if (descriptor.InputType.ClrType != typeof(TRequest) || descriptor.OutputType.ClrType != typeof(TResponse))
        {
            throw new ArgumentException($"{descriptor.FullName} takes {descriptor.InputType.FullName} and returns {descriptor.OutputType.FullName}, not {typeof(TRequest).Name} and {typeof(TResponse).Name}.", nameof(name));
        }
        var type = (descriptor.IsClientStreaming, descriptor.IsServerStreaming) switch
        {
            (false, false) => MethodType.Unary,
            (true, false) => MethodType.ClientStreaming,
            (false, true) => MethodType.ServerStreaming,
            (true, true) => MethodType.DuplexStreaming,
        };
        return new(type, service.FullName, name, Marshallers.Create<TRequest>(), Marshallers.Create<TResponse>());
    }
}
