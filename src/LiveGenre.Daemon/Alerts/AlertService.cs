using LiveGenre.Daemon.Alerts.Delivery;
using LiveGenre.Daemon.Alerts.Storage;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Alerts;

/// <summary>Answers <c>livegenre.v1.AlertService</c>.</summary>
internal sealed class AlertService(
    AlertBook book, AlertMonitor monitor, DeliveryService deliveries, SourceFeeds feeds, LiveGenreOptions options, TimeProvider time)
{
    /// <summary>Longest name of whoever acknowledges, characters.</summary>
    private const int LongestName = 200;

    /// <summary>The service with its handlers, to be mapped.</summary>
    public ServerServiceDefinition Definition => ServerServiceDefinition.CreateBuilder()
        .AddMethod(AlertMethods.List, ListAlerts)
        .AddMethod(AlertMethods.Watch, WatchAlerts)
        .AddMethod(AlertMethods.Acknowledge, AcknowledgeAlert)
        .AddMethod(AlertMethods.ListDeliveries, ListDeliveries)
        .AddMethod(AlertMethods.Retry, RetryDelivery)
        .AddMethod(AlertMethods.Test, TestAlerts)
        .Build();

    private Task<ListAlertsResponse> ListAlerts(ListAlertsRequest request, ServerCallContext call)
    {
        var asked = RequestFields.Interval(request.FromTime, request.ToTime);
        bool IsAsked(Alert alert) =>
            (request.SourceId.Length == 0 || alert.SourceId == request.SourceId)
            && (!request.OpenOnly || AlertBook.IsOpen(alert))
            && alert.FireTime.ToDateTimeOffset() < asked.End
            && (alert.RecoverTime is null || alert.RecoverTime.ToDateTimeOffset() > asked.Start);
        var (page, hasMore) = book.ListAlerts(IsAsked, Token(request.PageToken), RequestFields.PageSize(request.PageSize));
        return Task.FromResult(new ListAlertsResponse { Alerts = { page }, NextPageToken = hasMore ? page[^1].AlertId : "" });
    }

    private async Task WatchAlerts(WatchAlertsRequest request, IServerStreamWriter<WatchAlertsResponse> responses, ServerCallContext call)
    {
        if (request.SourceId.Length > 0)
        {
            feeds.Require(request.SourceId);
        }
        var (open, watch) = book.Watch(request.SourceId);
        try
        {
            await responses.WriteAsync(new WatchAlertsResponse { OpenAlerts = new() { Alerts = { open } } }, call.CancellationToken);
            var more = watch.Changes.WaitToReadAsync(call.CancellationToken).AsTask();
            while (true)
            {
                using var quiet = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
                if (await Task.WhenAny(more, Task.Delay(options.Serving.HeartbeatInterval, time, quiet.Token)) != more)
                {
                    call.CancellationToken.ThrowIfCancellationRequested();
                    await responses.WriteAsync(new WatchAlertsResponse { Heartbeat = new() }, call.CancellationToken);
                    continue;
                }
                await quiet.CancelAsync();
                await more;
                while (watch.Changes.TryRead(out var alert))
                {
                    await responses.WriteAsync(new WatchAlertsResponse { Alert = alert }, call.CancellationToken);
                }
                more = watch.Changes.WaitToReadAsync(call.CancellationToken).AsTask();
            }
        }
        finally
        {
            book.Unwatch(watch);
        }
    }

    private Task<AcknowledgeAlertResponse> AcknowledgeAlert(AcknowledgeAlertRequest request, ServerCallContext call)
    {
        if (request.AcknowledgedBy.Length > LongestName || request.AcknowledgedBy.Any(char.IsControl))
        {
            throw RequestErrors.Invalid("acknowledged_by", "…", $"a name on one line, at most {LongestName} characters");
        }
        if (monitor.Acknowledge(request.AlertId, request.AcknowledgedBy) is { } alert)
        {
            return Task.FromResult(new AcknowledgeAlertResponse { Alert = alert });
        }
        throw book.FindAlert(request.AlertId) is null
            ? AlertErrors.UnknownAlert(request.AlertId)
            : AlertErrors.NotOpen(request.AlertId);
    }

    private Task<ListDeliveriesResponse> ListDeliveries(ListDeliveriesRequest request, ServerCallContext call)
    {
        var (page, hasMore) = book.ListDeliveries(
            d => !request.DeadOnly || d.Facts.State == DeliveryState.Dead, Token(request.PageToken), RequestFields.PageSize(request.PageSize));
        return Task.FromResult(new ListDeliveriesResponse
        {
            Deliveries = { page.Select(d => d.Facts) },
            NextPageToken = hasMore ? page[^1].Id : "",
        });
    }

    private async Task<RetryDeliveryResponse> RetryDelivery(RetryDeliveryRequest request, ServerCallContext call)
    {
        var delivery = book.FindDelivery(request.DeliveryId) ?? throw AlertErrors.UnknownDelivery(request.DeliveryId);
        if (delivery.Facts.State != DeliveryState.Dead)
        {
            throw AlertErrors.NotDead(delivery.Facts);
        }
        var after = await deliveries.RetryAsync(delivery, call.CancellationToken)
            ?? throw AlertErrors.ReceiverGone(delivery.Facts.Receiver);
        return new() { Delivery = after.Facts };
    }

    private async Task<TestAlertsResponse> TestAlerts(TestAlertsRequest request, ServerCallContext call)
    {
        if (!deliveries.Receivers.Any())
        {
            throw AlertErrors.NoReceiver();
        }
        if (request.Receiver.Length > 0 && !deliveries.Receivers.Contains(request.Receiver, StringComparer.Ordinal))
        {
            throw AlertErrors.UnknownReceiver(request.Receiver, deliveries.Receivers);
        }
        var sent = await deliveries.TestAsync(request.Receiver, call.CancellationToken);
        return new() { Deliveries = { sent.Select(d => d.Facts) } };
    }

    private static string Token(string text) => text.Length == 0 || (text.Length == 32 && text.All(char.IsAsciiHexDigitLower))
        ? text
        : throw RequestErrors.Invalid("page_token", text, "it is no token that this service gave out");
}
