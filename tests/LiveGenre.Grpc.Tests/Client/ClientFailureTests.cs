using System.Net;
using System.Net.Sockets;
using Google.Protobuf.WellKnownTypes;
using LiveGenre.Grpc.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LiveGenre.Grpc.Tests.Client;

/// <summary>What a caller is told when something between it and the handler fails.</summary>
public sealed class ClientFailureTests
{
    private static readonly StringValue Request = new() { Value = "request" };

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(302, StatusCode.Unknown)]
    public async Task Call_OfAServerThatAnswersWithHttp_EndsWithTheMappedStatus(int httpStatus, StatusCode status)
    {
        var failure = await FailureAsync(http =>
        {
            http.Response.StatusCode = httpStatus;
            return Task.CompletedTask;
        });
        Assert.Equal(status, failure.StatusCode);
        Assert.Contains(httpStatus.ToString(null, null), failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_AnsweredWithAPage_EndsUnknown()
        => Assert.Equal(StatusCode.Unknown, (await FailureAsync(http => http.Response.WriteAsync("hello"))).StatusCode);

    [Fact]
    public async Task Call_AnsweredWithoutAStatus_EndsInternal()
        => Assert.Equal(StatusCode.Internal, (await FailureAsync(http => RespondAsync(http, RawCall.Frame("a"), status: null))).StatusCode);

    [Fact]
    public async Task Call_AnsweredWithAnUnreadableStatus_EndsUnknown()
        => Assert.Equal(StatusCode.Unknown, (await FailureAsync(http => RespondAsync(http, RawCall.Frame("a"), status: "fine"))).StatusCode);

    [Fact]
    public async Task Call_AnsweredWithAStatusOfTheFuture_EndsUnknown()
        => Assert.Equal(StatusCode.Unknown, (await FailureAsync(http => RespondAsync(http, [], status: "99"))).StatusCode);

    [Fact]
    public async Task Call_AnsweredInPart_EndsInternal()
        => Assert.Equal(StatusCode.Internal, (await FailureAsync(http => RespondAsync(http, RawCall.Frame("abc")[..^1]))).StatusCode);

    [Fact]
    public async Task Call_AnsweredWithNoMessage_EndsUnimplemented()
        => Assert.Equal(StatusCode.Unimplemented, (await FailureAsync(http => RespondAsync(http, []))).StatusCode);

    [Fact]
    public async Task Call_AnsweredWithTwoMessages_EndsUnimplemented()
        => Assert.Equal(StatusCode.Unimplemented, (await FailureAsync(http => RespondAsync(http, [.. RawCall.Frame("a"), .. RawCall.Frame("b")]))).StatusCode);

    [Fact]
    public async Task Call_AnsweredInAnUnknownEncoding_EndsInternal()
    {
        var failure = await FailureAsync(http =>
        {
            http.Response.Headers["grpc-encoding"] = "snappy";
            return RespondAsync(http, RawCall.Frame("a"));
        });
        Assert.Equal(StatusCode.Internal, failure.StatusCode);
    }

    [Fact]
    public async Task Call_WhoseStreamIsReset_EndsUnavailableOrAsTheCodeSays()
    {
        foreach (var (code, status) in new[] { (0, StatusCode.Unavailable), (1, StatusCode.Internal), (7, StatusCode.Unavailable), (8, StatusCode.Cancelled), (11, StatusCode.ResourceExhausted), (12, StatusCode.PermissionDenied) })
        {
            var failure = await FailureAsync(http =>
            {
                http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpResetFeature>()!.Reset(code);
                return Task.CompletedTask;
            });
            Assert.Equal(status, failure.StatusCode);
        }
    }

    [Fact]
    public async Task Call_OfMoreThanTheReceiveLimit_EndsResourceExhausted()
    {
        await using var server = await ServeAsync(TestMethods.Echo());
        using var channel = GrpcChannel.ForAddress(server.Http2, new() { MaxReceiveMessageSize = 8 });
        Assert.Equal(StatusCode.ResourceExhausted, (await FailureAsync(channel)).StatusCode);
    }

    [Fact]
    public async Task Call_OfMoreThanTheSendLimit_EndsResourceExhaustedWithoutBeingSent()
    {
        await using var server = await ServeAsync(TestMethods.Echo());
        using var channel = GrpcChannel.ForAddress(server.Http2, new() { MaxSendMessageSize = 8 });
        Assert.Equal(StatusCode.ResourceExhausted, (await FailureAsync(channel)).StatusCode);
        using var stream = channel.CreateCallInvoker().AsyncDuplexStreamingCall(TestMethods.Duplex, default);
        var failure = await Assert.ThrowsAsync<RpcException>(() => stream.RequestStream.WriteAsync(Request));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.DoesNotContain(server.Log.Lines, line => line.Text.Contains("/test.Echo/Unary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_OfNobody_EndsUnavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        var failure = await FailureAsync(channel);
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.IsType<HttpRequestException>(failure.InnerException);
    }

    [Fact]
    public async Task Duplex_OfNobody_EndsUnavailableForReaderAndWriter()
    {
        using var channel = GrpcChannel.ForAddress("http://127.0.0.1:1");
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(TestMethods.Duplex, default);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(Request).WaitAsync(TimeSpan.FromSeconds(10)))).StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseHeadersAsync)).StatusCode);
        Assert.Equal(StatusCode.Unavailable, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Stream_WhoseConnectionBreaks_EndsUnavailableAndTheChannelConnectsAgain()
    {
        await using var server = await GrpcTestServer.StartAsync(app =>
        {
            app.MapGrpcService(TestMethods.Echo());
            app.MapGrpcService(TestMethods.Serve(async (StringValue request, IServerStreamWriter<StringValue> responses, ServerCallContext context) =>
            {
                await responses.WriteAsync(request);
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            }));
        });
        await using var cable = new Cable(server.Http2);
        using var channel = GrpcChannel.ForAddress(cable.Address);
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(TestMethods.ServerStreaming, default, Request);
        Assert.True(await call.ResponseStream.MoveNext());
        cable.Cut();
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Equal(Request, await channel.CreateCallInvoker().AsyncUnaryCall(TestMethods.Unary, default, Request));
    }

    [Fact]
    public async Task Stream_OfAServerThatFellSilent_EndsUnavailableByKeepAlive()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var silent = Task.Run(async () =>
        {
            using var peer = await listener.AcceptTcpClientAsync();
            // An empty SETTINGS frame and its acknowledgement, then nothing, not even to pings.
            await peer.GetStream().WriteAsync(new byte[] { 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0 });
            await peer.GetStream().CopyToAsync(Stream.Null);
        });
        using var channel = GrpcChannel.ForAddress(
            $"http://{listener.LocalEndpoint}",
            new() { KeepAlivePingDelay = TimeSpan.FromSeconds(1), KeepAlivePingTimeout = TimeSpan.FromSeconds(1) });
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(TestMethods.ServerStreaming, default, Request);
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal((StatusCode.Unavailable, "The server no longer answers."), (failure.StatusCode, failure.Status.Detail));
        await silent;
    }

    [Theory]
    [InlineData("radio.example:5081")]
    [InlineData("ftp://radio.example")]
    [InlineData("http://radio.example/path")]
    public void ForAddress_OfSomethingElse_Throws(string address)
        => Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(address));

    private static Task<GrpcTestServer> ServeAsync(ServerServiceDefinition definition)
        => GrpcTestServer.StartAsync(app => app.MapGrpcService(definition));

    /// <summary>A response that our server would not give.</summary>
    private static async Task RespondAsync(HttpContext http, byte[] body, string? status = "0")
    {
        http.Response.ContentType = "application/grpc";
        await http.Response.Body.WriteAsync(body);
        await http.Response.Body.FlushAsync();
        if (status is not null)
        {
            http.Response.AppendTrailer("grpc-status", status);
        }
    }

    private static async Task<RpcException> FailureAsync(RequestDelegate respond)
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapPost("/test.Echo/Unary", respond));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        return await FailureAsync(channel);
    }

    private static Task<RpcException> FailureAsync(GrpcChannel channel)
        => Assert.ThrowsAsync<RpcException>(async () => await channel.CreateCallInvoker().AsyncUnaryCall(TestMethods.Unary, default, Request).ResponseAsync.WaitAsync(TimeSpan.FromSeconds(20)));
}
