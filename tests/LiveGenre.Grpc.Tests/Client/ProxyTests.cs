using System.Net;
using Google.Protobuf.WellKnownTypes;
using LiveGenre.Grpc.Client;
using Microsoft.AspNetCore.Builder;

namespace LiveGenre.Grpc.Tests.Client;

/// <summary>Beside no other test: which proxy is used by default is the whole process's.</summary>
[CollectionDefinition(nameof(ProxyTests), DisableParallelization = true)]
[Collection(nameof(ProxyTests))]
public sealed class ProxyTests
{
    [Fact]
    public async Task Call_InClearTextWhereTheSystemHasAProxy_GoesPastIt()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(TestMethods.Echo()));
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:9");
        try
        {
            using var channel = GrpcChannel.ForAddress(server.Http2);
            var response = await channel.CreateCallInvoker().AsyncUnaryCall(TestMethods.Unary, default, new StringValue { Value = "here" });
            Assert.Equal("here", response.Value);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }
}
