using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf.WellKnownTypes;
using LiveGenre.Grpc.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Grpc.Tests.Client;

/// <summary>Deadlines, cancellation, metadata and the life of a call.</summary>
public sealed class ClientCallTests
{
    private static readonly StringValue Request = new() { Value = "request" };

    [Fact]
    public async Task Deadline_ThatPasses_EndsTheCallOfAServerThatDoesNotWatchIt()
    {
        var time = new ManualTime();
        await using var server = await ServeForeverAsync();
        using var channel = GrpcChannel.ForAddress(server.Http2, new() { TimeProvider = time });
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(TestMethods.ServerStreaming, new(Deadline: time.GetUtcNow().UtcDateTime.AddSeconds(5)), Request);
        Assert.True(await call.ResponseStream.MoveNext());
        var next = call.ResponseStream.MoveNext();
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => next.WaitAsync(TimeSpan.FromSeconds(10)))).StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Deadline_ThatTheServerSawFirst_IsStillWhyTheCallEnded()
    {
        var time = new ManualTime();
        await using var server = await GrpcTestServer.StartAsync(app => app.MapPost("/test.Echo/Unary", http =>
        {
            time.AdvanceUnnoticed(TimeSpan.FromSeconds(5)); // on a busy machine a timer is late
            http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(0);
            return Task.CompletedTask;
        }));
        using var channel = GrpcChannel.ForAddress(server.Http2, new() { TimeProvider = time });
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await channel.CreateCallInvoker().AsyncUnaryCall(TestMethods.Unary, new(Deadline: time.GetUtcNow().UtcDateTime.AddSeconds(5)), Request));
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Fact]
    public async Task Deadline_InThePast_EndsTheCallBeforeItIsSent()
    {
        using var channel = GrpcChannel.ForAddress("http://127.0.0.1:1");
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await channel.CreateCallInvoker().AsyncUnaryCall(TestMethods.Unary, new(Deadline: DateTime.UtcNow.AddSeconds(-1)), Request));
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Fact]
    public async Task Deadline_OfACallThatEndedBefore_LeavesNoTimer()
    {
        var time = new ManualTime();
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(TestMethods.Echo()));
        using var channel = GrpcChannel.ForAddress(server.Http2, new() { TimeProvider = time });
        await channel.CreateCallInvoker().AsyncUnaryCall(TestMethods.Unary, new(Deadline: time.GetUtcNow().UtcDateTime.AddSeconds(5)), Request);
        Assert.Equal(0, time.PendingTimers);
    }

    [Fact]
    public async Task Token_ThatWasCancelledBefore_EndsTheCallBeforeItIsSent()
    {
        using var channel = GrpcChannel.ForAddress("http://127.0.0.1:1");
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(TestMethods.Unary, new(CancellationToken: new(canceled: true)), Request);
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
    }

    [Fact]
    public async Task MoveNext_WithATokenThatFires_EndsTheCall()
    {
        await using var server = await ServeForeverAsync();
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(TestMethods.ServerStreaming, default, Request);
        Assert.True(await call.ResponseStream.MoveNext());
        using var cancel = new CancellationTokenSource();
        var next = call.ResponseStream.MoveNext(cancel.Token);
        await cancel.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => next.WaitAsync(TimeSpan.FromSeconds(10)))).StatusCode);
    }

    [Fact]
    public async Task Dispose_OfAChannel_EndsItsCalls()
    {
        await using var server = await ServeForeverAsync();
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(TestMethods.ServerStreaming, default, Request);
        Assert.True(await call.ResponseStream.MoveNext());
        var next = call.ResponseStream.MoveNext();
        channel.Dispose();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => next.WaitAsync(TimeSpan.FromSeconds(10)))).StatusCode);
    }

    [Fact]
    public async Task GetStatus_OfACallUnderWay_Throws()
    {
        await using var server = await ServeForeverAsync();
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(TestMethods.ServerStreaming, default, Request);
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
        call.Dispose();
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        Assert.Empty(call.GetTrailers());
    }

    [Fact]
    public async Task MoveNext_AfterTheEnd_StaysAtTheEnd()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(TestMethods.Serve((StringValue request, IServerStreamWriter<StringValue> responses, ServerCallContext _) => responses.WriteAsync(request))));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(TestMethods.ServerStreaming, default, Request);
        Assert.Throws<InvalidOperationException>(() => call.ResponseStream.Current);
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(Request, call.ResponseStream.Current);
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Throws<InvalidOperationException>(() => call.ResponseStream.Current);
    }

    [Fact]
    public async Task WriteAsync_OnceTheServerHasRefused_FailsAndTheReaderIsToldWhy()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(TestMethods.Serve((IAsyncStreamReader<StringValue> _, IServerStreamWriter<StringValue> _, ServerCallContext _) =>
            throw new RpcException(new(StatusCode.PermissionDenied, "no")))));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(TestMethods.Duplex, default);
        Assert.Equal(new Status(StatusCode.PermissionDenied, "no"), (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).Status);
        Assert.Equal(new Status(StatusCode.PermissionDenied, "no"), (await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(Request))).Status);
    }

    [Fact]
    public async Task WriteAsync_AfterComplete_Throws()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(TestMethods.ServeRequests(async (requests, _) => await requests.ReadAllAsync().SingleAsync())));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncClientStreamingCall(TestMethods.ClientStreaming, default);
        await call.RequestStream.WriteAsync(Request);
        await call.RequestStream.CompleteAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(Request));
        Assert.Equal(Request, await call);
    }

    [Fact]
    public async Task Duplex_WithoutAnyRequest_GetsTheServersFirstMessage()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(TestMethods.Serve(async (requests, responses, _) =>
        {
            await responses.WriteAsync(Request);
            Assert.False(await requests.MoveNext());
        })));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(TestMethods.Duplex, default);
        Assert.True(await call.ResponseStream.MoveNext().WaitAsync(TimeSpan.FromSeconds(10)));
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task Call_OverTls_Works()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = subject.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        builder.Services.AddGrpc();
        await using var app = builder.Build();
        app.MapGrpcService(TestMethods.Echo());
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        using var trusting = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, received, _, _) => certificate.Equals(received) } };
        using var channel = GrpcChannel.ForAddress(address, new() { HttpHandler = trusting });
        Assert.Equal(Request, await channel.CreateCallInvoker().AsyncUnaryCall(TestMethods.Unary, default, Request));

        using var distrusting = GrpcChannel.ForAddress(address);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await distrusting.CreateCallInvoker().AsyncUnaryCall(TestMethods.Unary, default, Request));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    /// <summary>One response, then nothing for ever, whatever the client does.</summary>
    private static Task<GrpcTestServer> ServeForeverAsync()
        => GrpcTestServer.StartAsync(app => app.MapGrpcService(TestMethods.Serve(async (StringValue request, IServerStreamWriter<StringValue> responses, ServerCallContext context) =>
        {
            await responses.WriteAsync(request);
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        })));
}
