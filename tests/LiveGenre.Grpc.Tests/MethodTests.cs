using Google.Protobuf.Reflection;
using Grpc.Testing;

namespace LiveGenre.Grpc.Tests;

public sealed class MethodTests
{
    private static readonly ServiceDescriptor Service = TestReflection.Descriptor.FindTypeByName<ServiceDescriptor>("TestService");

    [Fact]
    public void Create_OfAMethod_TakesPathAndKindFromTheProto()
    {
        var method = Method.Create<StreamingInputCallRequest, StreamingInputCallResponse>(Service, "StreamingInputCall");
        Assert.Equal(("/grpc.testing.TestService/StreamingInputCall", MethodType.ClientStreaming), (method.FullName, method.Type));
        Assert.Equal(MethodType.Unary, Method.Create<Empty, Empty>(Service, "EmptyCall").Type);
        Assert.Equal(MethodType.ServerStreaming, Method.Create<StreamingOutputCallRequest, StreamingOutputCallResponse>(Service, "StreamingOutputCall").Type);
        Assert.Equal(MethodType.DuplexStreaming, Method.Create<StreamingOutputCallRequest, StreamingOutputCallResponse>(Service, "FullDuplexCall").Type);
    }

    [Fact]
    public void Create_OfAnotherNameOrType_Throws()
    {
        Assert.Throws<ArgumentException>(() => Method.Create<Empty, Empty>(Service, "Nothing"));
        Assert.Throws<ArgumentException>(() => Method.Create<Empty, SimpleResponse>(Service, "EmptyCall"));
    }

    [Fact]
    public void AddMethod_OfAnotherKind_Throws()
    {
        var method = Method.Create<Empty, Empty>(Service, "EmptyCall");
        Assert.Throws<ArgumentException>(() => ServerServiceDefinition.CreateBuilder().AddMethod(method, (Empty _, IServerStreamWriter<Empty> _, ServerCallContext _) => Task.CompletedTask));
    }
}
