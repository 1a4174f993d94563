using Google.Protobuf.Reflection;
using Grpc.Reflection.V1;
using Grpc.Testing.Extended;
using LiveGenre.Grpc.Client;
using Microsoft.AspNetCore.Builder;

namespace LiveGenre.Grpc.Tests.Reflection;

/// <summary>What a client without .proto files is told.</summary>
public sealed class ReflectionServiceTests : IAsyncLifetime
{
    private static readonly Method<ServerReflectionRequest, ServerReflectionResponse> Info =
        Method.Create<ServerReflectionRequest, ServerReflectionResponse>(ReflectionReflection.Descriptor.Services[0], "ServerReflectionInfo");

    private GrpcTestServer _server = null!;
    private GrpcChannel _channel = null!;

    public async Task InitializeAsync()
    {
        _server = await GrpcTestServer.StartAsync(app => app.MapGrpcReflectionService(ExtendedReflection.Descriptor.Services));
        _channel = GrpcChannel.ForAddress(_server.Http2);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task ListServices_OfAServer_NamesThemAndReflectionItself()
    {
        var response = await AskAsync(new() { ListServices = "*", Host = "here" });
        Assert.Equal(["grpc.reflection.v1.ServerReflection", "grpc.testing.extended.ExtendedService"], response.ListServicesResponse.Service.Select(service => service.Name));
        Assert.Equal(("here", "*"), (response.ValidHost, response.OriginalRequest.ListServices));
    }

    [Theory]
    [InlineData("grpc.testing.extended.ExtendedService")]
    [InlineData("grpc.testing.extended.ExtendedService.Extend")]
    [InlineData("grpc.testing.extended.Extendable")]
    [InlineData("grpc.testing.extended.Extendable.Nested")]
    [InlineData("grpc.testing.extended.Extendable.Nested.value")]
    [InlineData("grpc.testing.extended.Extendable.Nested.Kind")]
    [InlineData("grpc.testing.extended.Extendable.Nested.NONE")]
    [InlineData("grpc.testing.extended.outer")]
    [InlineData("grpc.testing.extended.Holder.inner")]
    public async Task FileContainingSymbol_OfEachKind_IsTheFileAndWhatItImports(string symbol)
        => Assert.Equal(["grpc/testing/extended.proto", "grpc/testing/test.proto"], Files(await AskAsync(new() { FileContainingSymbol = symbol })));

    [Fact]
    public async Task FileContainingSymbol_OfTheDetailOfErrors_IsItsFile()
        => Assert.Equal(["google/rpc/error_details.proto"], Files(await AskAsync(new() { FileContainingSymbol = "google.rpc.ErrorInfo" })));

    [Fact]
    public async Task FileByFilename_OfAnImport_IsThatFile()
        => Assert.Equal(["grpc/testing/test.proto"], Files(await AskAsync(new() { FileByFilename = "grpc/testing/test.proto" })));

    [Theory]
    [InlineData(120)]
    [InlineData(150)]
    public async Task FileContainingExtension_OfAKnownNumber_IsItsFile(int number)
    {
        var response = await AskAsync(new() { FileContainingExtension = new() { ContainingType = "grpc.testing.extended.Extendable", ExtensionNumber = number } });
        Assert.Equal("grpc/testing/extended.proto", Files(response)[0]);
    }

    [Theory]
    [InlineData("grpc.testing.extended.Extendable", new[] { 120, 150 })]
    [InlineData("grpc.testing.extended.Extendable.Nested", new int[0])]
    public async Task AllExtensionNumbers_OfAMessage_AreAscending(string message, int[] numbers)
    {
        var response = await AskAsync(new() { AllExtensionNumbersOfType = message });
        Assert.Equal(message, response.AllExtensionNumbersResponse.BaseTypeName);
        Assert.Equal(numbers, response.AllExtensionNumbersResponse.ExtensionNumber);
    }

    [Fact]
    public async Task Ask_ForWhatIsNotThere_GetsAnErrorAndTheStreamGoesOn()
    {
        using var call = _channel.CreateCallInvoker().AsyncDuplexStreamingCall(Info, default);
        ServerReflectionRequest[] questions =
        [
            new() { FileByFilename = "nothing.proto" },
            new() { FileContainingSymbol = "grpc.testing.extended.Nothing" },
            new() { FileContainingExtension = new() { ContainingType = "grpc.testing.extended.Extendable", ExtensionNumber = 121 } },
            new() { AllExtensionNumbersOfType = "grpc.testing.extended.ExtendedService" },
        ];
        foreach (var question in questions)
        {
            await call.RequestStream.WriteAsync(question);
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal((int)StatusCode.NotFound, call.ResponseStream.Current.ErrorResponse.ErrorCode);
            Assert.Equal(question, call.ResponseStream.Current.OriginalRequest);
        }
        await call.RequestStream.WriteAsync(new());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal((int)StatusCode.InvalidArgument, call.ResponseStream.Current.ErrorResponse.ErrorCode);
    }

    private static List<string> Files(ServerReflectionResponse response)
        => [.. response.FileDescriptorResponse.FileDescriptorProto.Select(bytes => FileDescriptorProto.Parser.ParseFrom(bytes).Name)];

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest question)
    {
        using var call = _channel.CreateCallInvoker().AsyncDuplexStreamingCall(Info, default);
        await call.RequestStream.WriteAsync(question);
        await call.RequestStream.CompleteAsync();
        return await call.ResponseStream.ReadAllAsync().SingleAsync();
    }
}
