using Google.Protobuf.Reflection;
using Grpc.Testing;

namespace LiveGenre.Grpc.Tests.Interop;

/// <summary>The methods of grpc.testing, for clients and servers.</summary>
internal static class TestServiceMethods
{
    private static readonly ServiceDescriptor Service = TestReflection.Descriptor.FindTypeByName<ServiceDescriptor>("TestService");

    public static Method<Empty, Empty> EmptyCall { get; } = Method.Create<Empty, Empty>(Service, nameof(EmptyCall));

    public static Method<SimpleRequest, SimpleResponse> UnaryCall { get; } = Method.Create<SimpleRequest, SimpleResponse>(Service, nameof(UnaryCall));

    public static Method<StreamingOutputCallRequest, StreamingOutputCallResponse> StreamingOutputCall { get; } =
        Method.Create<StreamingOutputCallRequest, StreamingOutputCallResponse>(Service, nameof(StreamingOutputCall));

    public static Method<StreamingInputCallRequest, StreamingInputCallResponse> StreamingInputCall { get; } =
        Method.Create<StreamingInputCallRequest, StreamingInputCallResponse>(Service, nameof(StreamingInputCall));

    public static Method<StreamingOutputCallRequest, StreamingOutputCallResponse> FullDuplexCall { get; } =
        Method.Create<StreamingOutputCallRequest, StreamingOutputCallResponse>(Service, nameof(FullDuplexCall));

    public static Method<Empty, Empty> UnimplementedCall { get; } = Method.Create<Empty, Empty>(Service, nameof(UnimplementedCall));

    public static Method<Empty, Empty> UnimplementedServiceCall { get; } =
        Method.Create<Empty, Empty>(TestReflection.Descriptor.FindTypeByName<ServiceDescriptor>("UnimplementedService"), nameof(UnimplementedCall));
}
