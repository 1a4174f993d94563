using Grpc.Health.V1;
using LiveGenre.Grpc.Client;
using LiveGenre.Grpc.Health;
using Microsoft.AspNetCore.Builder;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace LiveGenre.Grpc.Tests.Health;

/// <summary>What those who ask for our health are told.</summary>
public sealed class HealthServiceTests : IAsyncLifetime
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Service = HealthReflection.Descriptor.Services[0];
    private static readonly Method<HealthCheckRequest, HealthCheckResponse> Check = Method.Create<HealthCheckRequest, HealthCheckResponse>(Service, "Check");
    private static readonly Method<HealthListRequest, HealthListResponse> List = Method.Create<HealthListRequest, HealthListResponse>(Service, "List");
    private static readonly Method<HealthCheckRequest, HealthCheckResponse> Watch = Method.Create<HealthCheckRequest, HealthCheckResponse>(Service, "Watch");

    private readonly HealthService _health = new();
    private GrpcTestServer _server = null!;
    private GrpcChannel _channel = null!;

    public async Task InitializeAsync()
    {
        _server = await GrpcTestServer.StartAsync(app => app.MapGrpcHealthService(_health));
        _channel = GrpcChannel.ForAddress(_server.Http2);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Check_OfTheServer_IsNotServingUntilItIsSaid()
    {
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(""));
        _health.SetStatus("", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await CheckAsync(""));
    }

    [Fact]
    public async Task Check_OfAServiceThatIsNotRegistered_FailsNotFound()
    {
        _health.SetStatus("studio", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await CheckAsync("studio"));
        _health.ClearStatus("studio");
        var failure = await Assert.ThrowsAsync<RpcException>(() => CheckAsync("studio"));
        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
    }

    [Fact]
    public async Task Watch_OfAService_SendsTheStatusNowAndEachChangeOnce()
    {
        using var call = Calls.AsyncServerStreamingCall(Watch, default, new() { Service = "studio" });
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(call));
        _health.SetStatus("studio", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await NextAsync(call));
        _health.SetStatus("studio", ServingStatus.Serving);
        _health.SetStatus("another", ServingStatus.NotServing);
        var next = NextAsync(call);
        for (var i = 0; i < 5; i++)
        {
            await CheckAsync("studio"); // time for what must not come
        }
        Assert.False(next.IsCompleted);
        _health.ClearStatus("studio");
        Assert.Equal(ServingStatus.ServiceUnknown, await next);
    }

    [Fact]
    public async Task List_OfServices_HoldsAllAndFailsAboveAHundred()
    {
        _health.SetStatus("studio", ServingStatus.Serving);
        var statuses = (await Calls.AsyncUnaryCall(List, default, new())).Statuses;
        Assert.Equal([("", ServingStatus.NotServing), ("studio", ServingStatus.Serving)], statuses.OrderBy(each => each.Key).Select(each => (each.Key, each.Value.Status)));
        for (var i = 0; i < 99; i++)
        {
            _health.SetStatus($"source {i}", ServingStatus.Serving);
        }
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await Calls.AsyncUnaryCall(List, default, new()));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    private CallInvoker Calls => _channel.CreateCallInvoker();

    private async Task<ServingStatus> CheckAsync(string service) => (await Calls.AsyncUnaryCall(Check, default, new() { Service = service })).Status;

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext().WaitAsync(TimeSpan.FromSeconds(10)));
        return call.ResponseStream.Current.Status;
    }
}
