using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using LiveGenre.Grpc.Client;
using LiveGenre.Grpc.RichErrors;
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

    [Fact]
    public void GetRpcStatus_WithoutOrWithBrokenDetails_IsNull()
    {
        Assert.Null(new RpcException(new(StatusCode.Internal, "")).GetRpcStatus());
        Assert.Null(new RpcException(new(StatusCode.Internal, ""), new() { { "grpc-status-details-bin", [0xff] } }).GetRpcStatus());
    }
}
