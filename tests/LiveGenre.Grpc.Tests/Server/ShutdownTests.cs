using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using LiveGenre.Grpc.Client;
using Microsoft.AspNetCore.Builder;

namespace LiveGenre.Grpc.Tests.Server;

/// <summary>How calls end when the host stops.</summary>
public sealed class ShutdownTests
{
    private static readonly StringValue Request = new() { Value = "request" };

    [Fact]
    public async Task Stop_WithOpenStreams_EndsThemUnavailableWithinTwoSeconds()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(TestMethods.Serve(StreamUntilCancelledAsync)));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        var calls = new List<AsyncServerStreamingCall<StringValue>>();
        for (var i = 0; i < 50; i++)
        {
            calls.Add(channel.CreateCallInvoker().AsyncServerStreamingCall(TestMethods.ServerStreaming, default, Request));
            Assert.True(await calls[^1].ResponseStream.MoveNext());
        }
        var started = Stopwatch.GetTimestamp();
        await server.StopAsync();
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2), $"It took {Stopwatch.GetElapsedTime(started)}.");
        foreach (var call in calls)
        {
            var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
            Assert.Equal(new Status(StatusCode.Unavailable, "The server is shutting down."), failure.Status);
            call.Dispose();
        }
    }

    [Fact]
    public async Task Stop_WithAHandlerThatReturnsQuietly_StillSaysUnavailable()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(TestMethods.Serve(async (StringValue request, IServerStreamWriter<StringValue> responses, ServerCallContext context) =>
        {
            await responses.WriteAsync(request);
            await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        })));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(TestMethods.ServerStreaming, default, Request);
        Assert.True(await call.ResponseStream.MoveNext());
        await server.StopAsync();
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
    }

    [Fact]
    public async Task Stop_WithAReaderThatReadsLater_StillTellsItTheStatus()
    {
        var stalled = new TaskCompletionSource();
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(TestMethods.Serve(StreamUntilStalledAsync(stalled))));
        using var response = await RawCall.StartAsync(RawCall.Request(server.Http2, "/test.Echo/ServerStreaming", RawCall.Frame("a")));
        await stalled.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var stop = server.StopAsync();
        // What was sent is still to be read; the status comes behind it.
        await response.Content.CopyToAsync(Stream.Null).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("14", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
        await stop.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Stop_WithAReaderThatNeverReads_DoesNotWaitForIt()
    {
        var stalled = new TaskCompletionSource();
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(TestMethods.Serve(StreamUntilStalledAsync(stalled))));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(TestMethods.ServerStreaming, default, Request);
        await stalled.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var started = Stopwatch.GetTimestamp();
        await server.StopAsync();
        // It has a second; the host would wait for thirty.
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5), $"It took {Stopwatch.GetElapsedTime(started)}.");
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.ReadAllAsync().CountAsync().AsTask());
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Fact]
    public async Task Stop_WithAUnaryCall_LetsItFinish()
    {
        var running = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(TestMethods.Serve(async (StringValue request, ServerCallContext context) =>
        {
            running.SetResult();
            await release.Task;
            Assert.False(context.CancellationToken.IsCancellationRequested);
            return request;
        })));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(TestMethods.Unary, default, Request);
        await running.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var stop = server.StopAsync();
        release.SetResult();
        Assert.Equal(Request, await call.ResponseAsync.WaitAsync(TimeSpan.FromSeconds(10)));
        await stop;
    }

    [Fact]
    public async Task Stop_WithStreamsLeftAlone_WaitsForTheirHandlers()
    {
        var release = new TaskCompletionSource();
        await using var server = await GrpcTestServer.StartAsync(
            app => app.MapGrpcService(TestMethods.Serve(async (StringValue request, IServerStreamWriter<StringValue> responses, ServerCallContext _) =>
            {
                await responses.WriteAsync(request);
                await release.Task;
                await responses.WriteAsync(new StringValue { Value = "last words" });
            })),
            options => options.EndStreamsOnShutdown = false);
        using var channel = GrpcChannel.ForAddress(server.Http2);
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(TestMethods.ServerStreaming, default, Request);
        Assert.True(await call.ResponseStream.MoveNext());
        var stop = server.StopAsync();
        release.SetResult();
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("last words", call.ResponseStream.Current.Value);
        Assert.False(await call.ResponseStream.MoveNext());
        await stop;
    }

    private static async Task StreamUntilCancelledAsync(StringValue request, IServerStreamWriter<StringValue> responses, ServerCallContext context)
    {
        await responses.WriteAsync(request);
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }

    private static ServerStreamingServerMethod<StringValue, StringValue> StreamUntilStalledAsync(TaskCompletionSource stalled) => async (_, responses, _) =>
    {
        for (var large = new StringValue { Value = new string('x', 100_000) }; ;)
        {
            var write = responses.WriteAsync(large);
            if (!write.IsCompleted)
            {
                stalled.TrySetResult();
            }
            await write;
        }
    };
}
