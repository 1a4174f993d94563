using System.Security.Cryptography;
using System.Text;
using LiveGenre.Daemon.Alerts;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Alerts;

/// <summary>A programme that goes silent and comes back, through capture, model, rules and HTTP, and what the service says of it.</summary>
public sealed class AlertServiceTests(AlertDaemon daemon) : IClassFixture<AlertDaemon>
{
    [Fact]
    public async Task WatchAlerts_OfAProgrammeThatGoesSilentAndComesBack_TellsBothAndSoDoesTheWebhook()
    {
        var (open, changes, heartbeats) = await WatchUntilAsync(changes =>
            changes.Any(c => c.State == AlertState.Recovered && changes.Any(f => f.AlertId == c.AlertId && f.State == AlertState.Firing)));

        var recovered = changes.First(c => c.State == AlertState.Recovered && changes.Any(f => f.AlertId == c.AlertId && f.State == AlertState.Firing));
        var fired = changes.First(c => c.AlertId == recovered.AlertId);
        Assert.NotNull(open);
        Assert.True(heartbeats > 0);
        Assert.Equal(("fm", "silence", AlertKind.Silence), (fired.SourceId, fired.Rule, fired.Kind));
        Assert.Matches("^No sound for \\d+ s: ", fired.Summary);
        Assert.InRange(fired.FireTime.ToDateTimeOffset() - fired.ConditionTime.ToDateTimeOffset(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.Matches("^Over after \\d+ s: no sound ", recovered.Summary);

        HttpReceiver.Post[] Told() => [.. daemon.Server.Posts.Where(p => p.Json.GetProperty("alert").GetProperty("alert_id").GetString() == fired.AlertId)];
        await Wait.UntilAsync(() => Told().Length >= 2, "the webhook's two messages");
        Assert.Equal(["firing", "recovered"], Told().Select(p => p.Event));
        var post = Told()[0];
        Assert.Equal(
            $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(AlertDaemon.Key), Encoding.UTF8.GetBytes($"{post.Headers["X-LiveGenre-Timestamp"]}.{post.Body}")))}",
            post.Headers["X-LiveGenre-Signature"]);
    }

    [Fact]
    public async Task AcknowledgeAlert_OpenAndThenOver_IsTakenAndThenRefused()
    {
        var (_, changes, _) = await WatchUntilAsync(changes => changes.Any(c => c.State == AlertState.Firing));
        var alert = changes.First(c => c.State == AlertState.Firing);

        var acknowledged = await daemon.Calls.AsyncUnaryCall(AlertMethods.Acknowledge, AlertDaemon.Patiently, new() { AlertId = alert.AlertId, AcknowledgedBy = "Ada" });

        Assert.Equal((AlertState.Acknowledged, "Ada"), (acknowledged.Alert.State, acknowledged.Alert.AcknowledgedBy));
        await Wait.UntilAsync(() => ListAsync(new()).GetAwaiter().GetResult().Alerts.Any(a => a.AlertId == alert.AlertId && a.State == AlertState.Recovered), "its end");
        await AssertFailsAsync(StatusCode.FailedPrecondition, AlertMethods.Acknowledge, new() { AlertId = alert.AlertId });
        await AssertFailsAsync(StatusCode.NotFound, AlertMethods.Acknowledge, new() { AlertId = "0" });
        var page = await ListAsync(new() { PageSize = 1, SourceId = "fm" });
        Assert.Single(page.Alerts);
        Assert.Empty((await ListAsync(new() { SourceId = "am" })).Alerts);
        Assert.DoesNotContain((await ListAsync(new() { OpenOnly = true })).Alerts, a => a.State == AlertState.Recovered);
        await AssertFailsAsync(StatusCode.InvalidArgument, AlertMethods.List, new() { PageToken = "next" });
        await AssertFailsAsync(StatusCode.InvalidArgument, AlertMethods.List, new() { PageSize = -1 });
        await AssertFailsAsync(StatusCode.InvalidArgument, AlertMethods.List, new() { ToTime = new() { Seconds = long.MaxValue } });
    }

    [Fact]
    public async Task TestAlerts_ToOneThatWorksAndOneThatDoesNot_SaysHowEachWent()
    {
        var sent = await daemon.Calls.AsyncUnaryCall(AlertMethods.Test, AlertDaemon.Patiently, new());

        Assert.Equal([("ops", DeliveryState.Delivered), ("broken", DeliveryState.Dead)], sent.Deliveries.Select(d => (d.Receiver, d.State)));
        Assert.Contains("/nonexistent/pager cannot be started", sent.Deliveries[1].Trouble, StringComparison.Ordinal);
        var dead = await daemon.Calls.AsyncUnaryCall(AlertMethods.ListDeliveries, AlertDaemon.Patiently, new() { DeadOnly = true });
        Assert.Contains(sent.Deliveries[1].DeliveryId, dead.Deliveries.Select(d => d.DeliveryId));
        var retried = await daemon.Calls.AsyncUnaryCall(AlertMethods.Retry, AlertDaemon.Patiently, new() { DeliveryId = sent.Deliveries[1].DeliveryId });
        Assert.Equal((DeliveryState.Dead, 2u), (retried.Delivery.State, retried.Delivery.AttemptCount));
        await AssertFailsAsync(StatusCode.FailedPrecondition, AlertMethods.Retry, new() { DeliveryId = sent.Deliveries[0].DeliveryId });
        await AssertFailsAsync(StatusCode.NotFound, AlertMethods.Test, new() { Receiver = "nobody" });
        Assert.Contains("livegenre_alert_deliveries_total{outcome=\"delivered\",receiver=\"ops\"}", await daemon.Http.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    private Task<ListAlertsResponse> ListAsync(ListAlertsRequest request) =>
        daemon.Calls.AsyncUnaryCall(AlertMethods.List, AlertDaemon.Patiently, request).ResponseAsync;

    private async Task AssertFailsAsync<TRequest, TResponse>(StatusCode expected, Method<TRequest, TResponse> method, TRequest request)
        where TRequest : class
        where TResponse : class
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await daemon.Calls.AsyncUnaryCall(method, AlertDaemon.Patiently, request));
        Assert.Equal(expected, error.StatusCode);
    }

    private async Task<(OpenAlerts? Open, List<Alert> Changes, int Heartbeats)> WatchUntilAsync(Func<List<Alert>, bool> isEnough)
    {
        using var call = daemon.Calls.AsyncServerStreamingCall(AlertMethods.Watch, AlertDaemon.Patiently, new());
        var (open, changes, heartbeats) = (default(OpenAlerts), new List<Alert>(), 0);
        while (!isEnough(changes) && await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            var response = call.ResponseStream.Current;
            Assert.Equal(open is null, response.EventCase == WatchAlertsResponse.EventOneofCase.OpenAlerts);
            open ??= response.OpenAlerts;
            heartbeats += response.Heartbeat is null ? 0 : 1;
            if (response.Alert is { } alert)
            {
                changes.Add(alert);
            }
        }
        return (open, changes, heartbeats);
    }
}
