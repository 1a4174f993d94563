using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using LiveGenre.Grpc.Client;
using LiveGenre.Grpc.RichErrors;
using LiveGenre.Grpc.Server;
using Microsoft.AspNetCore.Builder;

namespace LiveGenre.Grpc.Tests.RichErrors;

public sealed class RpcStatusExtensionsTests
{
    [Fact]
    public async Task ToRpcException_WithErrorInfo_ReachesTheClient()
    {
        var definition = TestMethods.Serve((StringValue request, ServerCallContext _) =>
            throw StatusCode.NotFound.ToRpcException("There is no source 'x'.", "SOURCE_NOT_FOUND", "livegenre", ("source_id", request.Value)));
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(definition));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await channel.CreateCallInvoker().AsyncUnaryCall(TestMethods.Unary, default, new StringValue { Value = "x" }));
        Assert.Equal((StatusCode.NotFound, "There is no source 'x'."), (failure.StatusCode, failure.Status.Detail));
        var status = failure.GetRpcStatus()!;
        Assert.Equal((5, "There is no source 'x'."), (status.Code, status.Message));
        var info = status.GetDetail<ErrorInfo>()!;
        Assert.Equal(("SOURCE_NOT_FOUND", "livegenre", "x"), (info.Reason, info.Domain, info.Metadata["source_id"]));
        Assert.Null(status.GetDetail<BadRequest>());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("音")]
    [InlineData("𝄞")]
    public void ToRpcException_LongTextOfAnyScript_FitsIntoWhatClientsTake(string letter)
    {
        var error = StatusCode.InvalidArgument.ToRpcException(
            string.Concat(Enumerable.Repeat(letter, 5_000)), "INVALID_FIELD", "livegenre", ("field", "settings"), ("value", string.Concat(Enumerable.Repeat(letter, 150))));

        // As HTTP/2 counts them (RFC 9113, 6.5.2).
        Assert.InRange(StatusFields.Of(new(error.Status, error.Trailers)).Sum(field => field.Key.Length + field.Value.Length + 32), 1, 8_192 - 512); // the response's own headers
    }

    [Fact]
    public void GetRpcStatus_WithoutOrWithBrokenDetails_IsNull()
    {
        Assert.Null(new RpcException(new(StatusCode.Internal, "")).GetRpcStatus());
        Assert.Null(new RpcException(new(StatusCode.Internal, ""), new() { { "grpc-status-details-bin", [0xff] } }).GetRpcStatus());
    }
}
