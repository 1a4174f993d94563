using Google.Protobuf.WellKnownTypes;
using LiveGenre.Grpc.Client;
using LiveGenre.Grpc.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Grpc.Tests.Server;

/// <summary>What handlers can rely on, and what clients get from them.</summary>
public sealed class ServerCallTests
{
    private static readonly StringValue Request = new() { Value = "request" };

    [Fact]
    public async Task Handler_ThatThrows_EndsUnknownWithoutDetailsAndIsLogged()
    {
        await using var server = await ServeAsync(TestMethods.Serve((StringValue _, ServerCallContext _) => throw new InvalidOperationException("secret")));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        var failure = await FailureAsync(channel);
        Assert.Equal((StatusCode.Unknown, "The handler failed."), (failure.StatusCode, failure.Status.Detail));
        var line = Assert.Single(server.Log.Lines, line => line.Id.Id == 401);
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.Contains("/test.Echo/Unary", line.Text, StringComparison.Ordinal);
        Assert.Equal("secret", line.Error?.Message);
    }

    [Fact]
    public async Task Handler_ThatThrowsUnderDetailedErrors_TellsTheClient()
    {
        await using var server = await ServeAsync(
            TestMethods.Serve((StringValue _, ServerCallContext _) => throw new InvalidOperationException("cause")),
            options => options.EnableDetailedErrors = true);
        using var channel = GrpcChannel.ForAddress(server.Http2);
        Assert.Equal("InvalidOperationException: cause", (await FailureAsync(channel)).Status.Detail);
    }

    [Fact]
    public async Task Handler_ThatThrowsRpcException_SendsItsStatusAndAllTrailers()
    {
        await using var server = await ServeAsync(TestMethods.Serve((StringValue _, ServerCallContext context) =>
        {
            context.ResponseTrailers.Add("first", "1");
            throw new RpcException(new(StatusCode.NotFound, "100 % weg \u2639"), new() { { "second-bin", [1, 2] } });
        }));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        var failure = await FailureAsync(channel);
        Assert.Equal(new Status(StatusCode.NotFound, "100 % weg \u2639"), failure.Status);
        Assert.Equal("1", failure.Trailers.GetValue("first"));
        Assert.Equal([1, 2], failure.Trailers.GetValueBytes("second-bin"));
        Assert.DoesNotContain(server.Log.Lines, line => line.Level > LogLevel.Information);
    }

    [Fact]
    public async Task Handler_ThatSetsTheStatus_EndsWithItInsteadOfTheResponse()
    {
        await using var server = await ServeAsync(TestMethods.Serve((StringValue request, ServerCallContext context) =>
        {
            context.Status = new(StatusCode.FailedPrecondition, "not now");
            return Task.FromResult(request);
        }));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        Assert.Equal(new Status(StatusCode.FailedPrecondition, "not now"), (await FailureAsync(channel)).Status);
    }

    [Fact]
    public async Task Handler_ThatReturnsNull_EndsUnknown()
    {
        await using var server = await ServeAsync(TestMethods.Serve((StringValue _, ServerCallContext _) => Task.FromResult<StringValue>(null!)));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        Assert.Equal(StatusCode.Unknown, (await FailureAsync(channel)).StatusCode);
    }

    [Fact]
    public async Task Context_OfACall_TellsWhoCallsWhatUntilWhen()
    {
        var time = new ManualTime();
        var seen = new TaskCompletionSource<(string Method, string Host, string Peer, DateTime Deadline, Metadata Headers)>();
        await using var server = await GrpcTestServer.StartAsync(
            app => app.MapGrpcService(TestMethods.Serve((StringValue request, ServerCallContext context) =>
            {
                seen.SetResult((context.Method, context.Host, context.Peer, context.Deadline, context.RequestHeaders));
                return Task.FromResult(request);
            })),
            services: services => services.AddSingleton<TimeProvider>(time));
        using var channel = GrpcChannel.ForAddress(server.Http2, new() { TimeProvider = time });
        var deadline = time.GetUtcNow().UtcDateTime.AddSeconds(10);
        await channel.CreateCallInvoker().AsyncUnaryCall(TestMethods.Unary, new(new() { { "Name", "value" }, { "data-bin", [7] } }, deadline), Request);
        var (method, host, peer, actualDeadline, headers) = await seen.Task;
        Assert.Equal(("/test.Echo/Unary", server.Http2.Authority, deadline), (method, host, actualDeadline));
        Assert.StartsWith("ipv4:127.0.0.1:", peer, StringComparison.Ordinal);
        Assert.Equal("value", headers.GetValue("name"));
        Assert.Equal([7], headers.GetValueBytes("data-bin"));
        Assert.StartsWith("grpc-livegenre/", headers.GetValue("user-agent"), StringComparison.Ordinal);
        Assert.DoesNotContain(headers, entry => entry.Key is "te" or "content-type" or "grpc-timeout" or "grpc-accept-encoding" or "host" || entry.Key.StartsWith(':'));
    }

    [Fact]
    public async Task Deadline_WithAHandlerThatWatches_EndsTheCall()
    {
        await DeadlineEndsTheCallAsync(async context => await Task.Delay(Timeout.Infinite, context.CancellationToken));
    }

    [Fact]
    public async Task Deadline_WithAHandlerThatDoesNotWatch_EndsTheCallAllTheSame()
    {
        using var release = new CancellationTokenSource();
        await DeadlineEndsTheCallAsync(async _ => await Task.Delay(Timeout.Infinite, release.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing));
        await release.CancelAsync();
    }

    [Fact]
    public async Task Deadline_OfAStreamWhoseHandlerDoesNotWatch_EndsItBehindItsMessages()
    {
        var time = new ManualTime();
        var running = new TaskCompletionSource();
        using var release = new CancellationTokenSource();
        await using var server = await GrpcTestServer.StartAsync(
            app => app.MapGrpcService(TestMethods.Serve(async (StringValue request, IServerStreamWriter<StringValue> responses, ServerCallContext _) =>
            {
                await responses.WriteAsync(request);
                running.SetResult();
                await Task.Delay(Timeout.Infinite, release.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await responses.WriteAsync(request);
            })),
            services: services => services.AddSingleton<TimeProvider>(time));
        var request = RawCall.Request(server.Http2, "/test.Echo/ServerStreaming", RawCall.Frame("a"));
        request.Headers.Add("grpc-timeout", "10S");
        var response = RawCall.SendAsync(request);
        await running.Task.WaitAsync(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(StatusCode.DeadlineExceeded, (await response).Status);
        Assert.Equal(RawCall.Frame("a"), (await response).Body);
        await release.CancelAsync();
        await server.StopAsync();
        Assert.DoesNotContain(server.Log.Lines, line => line.Level > LogLevel.Information);
    }

    [Fact]
    public async Task Cancel_ByTheClient_FiresTheHandlersToken()
    {
        var running = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var server = await ServeAsync(TestMethods.Serve(async (StringValue _, IServerStreamWriter<StringValue> _, ServerCallContext context) =>
        {
            running.SetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancelled.SetResult();
        }));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using (channel.CreateCallInvoker().AsyncServerStreamingCall(TestMethods.ServerStreaming, default, Request))
        {
            await running.Task.WaitAsync(TimeSpan.FromSeconds(10));
        }
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task WriteAsync_ToAClientThatIsGone_EndsAHandlerThatDoesNotWatch()
    {
        var ended = new TaskCompletionSource<Exception>();
        await using var server = await ServeAsync(TestMethods.Serve(async (StringValue request, IServerStreamWriter<StringValue> responses, ServerCallContext context) =>
        {
            await responses.WriteAsync(request);
            var gone = new TaskCompletionSource();
            using var registration = context.CancellationToken.Register(gone.SetResult);
            await gone.Task;
            ended.SetResult(await Record.ExceptionAsync(() => responses.WriteAsync(request)));
            throw new InvalidOperationException("Nobody reads this.");
        }));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using (var call = channel.CreateCallInvoker().AsyncServerStreamingCall(TestMethods.ServerStreaming, default, Request))
        {
            Assert.True(await call.ResponseStream.MoveNext());
        }
        Assert.IsAssignableFrom<OperationCanceledException>(await ended.Task.WaitAsync(TimeSpan.FromSeconds(10)));
        await server.StopAsync();
        Assert.DoesNotContain(server.Log.Lines, line => line.Id.Id == 401);
    }

    [Fact]
    public async Task WriteAsync_WithATokenThatFires_StopsWaitingAndTheNextWriteWaitsInstead()
    {
        const int Large = 3_000_000; // more than the client's window holds
        var gaveUp = new TaskCompletionSource();
        await using var server = await ServeAsync(TestMethods.Serve(async (StringValue _, IServerStreamWriter<StringValue> responses, ServerCallContext _) =>
        {
            for (var i = 0; i < 3; i++)
            {
                using var impatient = new CancellationTokenSource();
                var write = responses.WriteAsync(new StringValue { Value = new string('x', Large) }, impatient.Token);
                await impatient.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
            }
            gaveUp.SetResult();
            throw new RpcException(new(StatusCode.ResourceExhausted, "too slow"));
        }));
        using var response = await RawCall.StartAsync(RawCall.Request(server.Http2, "/test.Echo/ServerStreaming", RawCall.Frame("a")));
        await gaveUp.Task.WaitAsync(TimeSpan.FromSeconds(10));
        // The first write had been queued; the others never were.
        Assert.InRange((await response.Content.ReadAsByteArrayAsync()).Length, Large, Large + 20);
        Assert.Equal("8", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
    }

    [Fact]
    public async Task ClientStreaming_BeyondTheServersBodyLimits_GoesOn()
    {
        await using var server = await GrpcTestServer.StartAsync(
            app => app.MapGrpcService(TestMethods.ServeRequests(async (requests, _) => new StringValue { Value = (await requests.ReadAllAsync().CountAsync()).ToString(null, null) })),
            kestrel: limits =>
            {
                limits.MaxRequestBodySize = 100;
                limits.MinRequestBodyDataRate = new(bytesPerSecond: 1_000_000, gracePeriod: TimeSpan.FromSeconds(1.1));
            });
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncClientStreamingCall(TestMethods.ClientStreaming, default);
        await call.RequestStream.WriteAsync(new() { Value = new string('x', 1_000) });
        // Kestrel has no clock of its own to turn: it looks once a second whether a body is too slow.
        await Task.Delay(TimeSpan.FromSeconds(3.5));
        await call.RequestStream.WriteAsync(Request);
        await call.RequestStream.CompleteAsync();
        Assert.Equal("2", (await call).Value);
    }

    [Fact]
    public async Task WriteResponseHeaders_Twice_ThrowsTheSecondTime()
    {
        await using var server = await ServeAsync(TestMethods.Serve(async (StringValue request, ServerCallContext context) =>
        {
            await context.WriteResponseHeadersAsync(new() { { "early", "yes" }, { "grpc-status", "13" }, { "content-type", "text/html" } });
            await Assert.ThrowsAsync<InvalidOperationException>(() => context.WriteResponseHeadersAsync([]));
            return request;
        }));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(TestMethods.Unary, default, Request);
        Assert.Equal("yes", (await call.ResponseHeadersAsync).GetValue("early"));
        Assert.Equal(Request, await call);
    }

    [Fact]
    public async Task WriteAsync_WhileAnotherWaits_Throws()
    {
        var tried = new TaskCompletionSource();
        await using var server = await ServeAsync(TestMethods.Serve(async (StringValue _, IServerStreamWriter<StringValue> responses, ServerCallContext _) =>
        {
            // More than the window of a client that does not read holds, so that the first write waits for it.
            var first = responses.WriteAsync(new StringValue { Value = new string('x', 3_000_000) });
            Assert.False(first.IsCompleted);
            await Assert.ThrowsAsync<InvalidOperationException>(() => responses.WriteAsync(Request));
            tried.SetResult();
            await first;
        }));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(TestMethods.ServerStreaming, default, Request);
        await tried.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Single(await call.ResponseStream.ReadAllAsync().ToListAsync());
    }

    [Fact]
    public async Task WriteAsync_AfterTheHandlerReturned_Throws()
    {
        var leaked = new TaskCompletionSource<IServerStreamWriter<StringValue>>();
        await using var server = await ServeAsync(TestMethods.Serve((StringValue _, IServerStreamWriter<StringValue> responses, ServerCallContext _) =>
        {
            leaked.SetResult(responses);
            return Task.CompletedTask;
        }));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(TestMethods.ServerStreaming, default, Request);
        Assert.Empty(await call.ResponseStream.ReadAllAsync().ToListAsync());
        var writer = await leaked.Task;
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => writer.WriteAsync(Request));
    }

    [Fact]
    public async Task WriteAsync_OfMoreThanTheLimit_EndsResourceExhausted()
    {
        await using var server = await ServeAsync(TestMethods.Echo(), options => options.MaxSendMessageSize = 8);
        using var channel = GrpcChannel.ForAddress(server.Http2);
        var failure = await FailureAsync(channel);
        Assert.Equal((StatusCode.ResourceExhausted, "The response has 9 bytes; at most 8 bytes are sent."), (failure.StatusCode, failure.Status.Detail));
    }

    [Fact]
    public async Task ClientStreaming_OfManyRequests_SeesEachInOrder()
    {
        await using var server = await ServeAsync(TestMethods.ServeRequests(async (requests, _) =>
        {
            var all = await requests.ReadAllAsync().Select(request => request.Value).ToListAsync();
            return new StringValue { Value = string.Join(',', all) };
        }));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncClientStreamingCall(TestMethods.ClientStreaming, default);
        var sent = Enumerable.Range(0, 500).Select(i => i.ToString(null, null)).ToList();
        foreach (var value in sent)
        {
            await call.RequestStream.WriteAsync(new() { Value = value });
        }
        await call.RequestStream.CompleteAsync();
        Assert.Equal(string.Join(',', sent), (await call).Value);
    }

    [Fact]
    public async Task Metrics_OfCalls_CountByMethodAndStatus()
    {
        await using var server = await ServeAsync(TestMethods.Echo());
        using var counts = new RecordedMetrics(server.Meters);
        using var channel = GrpcChannel.ForAddress(server.Http2);
        await channel.CreateCallInvoker().AsyncUnaryCall(TestMethods.Unary, default, Request);
        await server.StopAsync();
        Assert.Equal(1, counts.Sum("livegenre.grpc.server.calls", "test.Echo/Unary", "OK"));
        Assert.Equal(0, counts.Sum("livegenre.grpc.server.active_calls", "test.Echo/Unary"));
    }

    private static async Task DeadlineEndsTheCallAsync(Func<ServerCallContext, Task> handler)
    {
        var time = new ManualTime();
        var running = new TaskCompletionSource();
        await using var server = await GrpcTestServer.StartAsync(
            app => app.MapGrpcService(TestMethods.Serve(async (StringValue request, ServerCallContext context) =>
            {
                running.SetResult();
                await handler(context);
                return request;
            })),
            services: services => services.AddSingleton<TimeProvider>(time));
        // A plain HTTP client: it does not watch the deadline, so the status can only be the server's.
        var request = RawCall.Request(server.Http2, "/test.Echo/Unary", RawCall.Frame("a"));
        request.Headers.Add("grpc-timeout", "10S");
        var response = RawCall.SendAsync(request);
        await running.Task.WaitAsync(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(response.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(StatusCode.DeadlineExceeded, (await response.WaitAsync(TimeSpan.FromSeconds(10))).Status);
    }

    private static Task<GrpcTestServer> ServeAsync(ServerServiceDefinition definition, Action<GrpcServiceOptions>? configure = null)
        => GrpcTestServer.StartAsync(app => app.MapGrpcService(definition), configure);

    private static Task<RpcException> FailureAsync(GrpcChannel channel)
        => Assert.ThrowsAsync<RpcException>(async () => await channel.CreateCallInvoker().AsyncUnaryCall(TestMethods.Unary, default, Request));
}
