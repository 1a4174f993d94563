using Google.Protobuf.WellKnownTypes;

namespace LiveGenre.Grpc.Tests;

/// <summary>Methods of one kind each, whose messages are strings, and servers that have only one.</summary>
internal static class TestMethods
{
    public const string Service = "test.Echo";

    public static Method<StringValue, StringValue> Unary { get; } = Create(MethodType.Unary, "Unary");

    public static Method<StringValue, StringValue> ClientStreaming { get; } = Create(MethodType.ClientStreaming, "ClientStreaming");

    public static Method<StringValue, StringValue> ServerStreaming { get; } = Create(MethodType.ServerStreaming, "ServerStreaming");

    public static Method<StringValue, StringValue> Duplex { get; } = Create(MethodType.DuplexStreaming, "Duplex");

    public static ServerServiceDefinition Serve(UnaryServerMethod<StringValue, StringValue> handler)
        => ServerServiceDefinition.CreateBuilder().AddMethod(Unary, handler).Build();

    public static ServerServiceDefinition Serve(ServerStreamingServerMethod<StringValue, StringValue> handler)
        => ServerServiceDefinition.CreateBuilder().AddMethod(ServerStreaming, handler).Build();

    public static ServerServiceDefinition ServeRequests(ClientStreamingServerMethod<StringValue, StringValue> handler)
        => ServerServiceDefinition.CreateBuilder().AddMethod(ClientStreaming, handler).Build();

    public static ServerServiceDefinition Serve(DuplexStreamingServerMethod<StringValue, StringValue> handler)
        => ServerServiceDefinition.CreateBuilder().AddMethod(Duplex, handler).Build();

    /// <summary>Answers each request with itself.</summary>
    public static ServerServiceDefinition Echo() => Serve((StringValue request, ServerCallContext _) => Task.FromResult(request));

    private static Method<StringValue, StringValue> Create(MethodType type, string name)
        => new(type, Service, name, Marshallers.Create<StringValue>(), Marshallers.Create<StringValue>());
}
