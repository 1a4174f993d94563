using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Grpc.RichErrors;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Alerts;

/// <summary>Errors of a request about alerts: a status, one sentence that says what to do, and one ErrorInfo for programs.</summary>
internal static class AlertErrors
{
    private const string Domain = "livegenre";

    public static RpcException UnknownAlert(string id) => StatusCode.NotFound.ToRpcException(
        $"There is no alert '{RequestErrors.Shorten(id)}'; 'livegenre alerts list' shows them.", "UNKNOWN_ALERT", Domain, ("alert_id", RequestErrors.Shorten(id)));

    public static RpcException NotOpen(string id) => StatusCode.FailedPrecondition.ToRpcException(
        $"Alert '{id}' has recovered; there is nothing left to acknowledge.", "ALERT_NOT_OPEN", Domain, ("alert_id", id));

    public static RpcException UnknownDelivery(string id) => StatusCode.NotFound.ToRpcException(
        $"There is no delivery '{RequestErrors.Shorten(id)}'; 'livegenre alerts deliveries' shows them.", "UNKNOWN_DELIVERY", Domain, ("delivery_id", RequestErrors.Shorten(id)));

    public static RpcException NotDead(Protocol.V1.Delivery delivery) => StatusCode.FailedPrecondition.ToRpcException(
        delivery.State == DeliveryState.Delivered
            ? $"Delivery '{delivery.DeliveryId}' has arrived; there is nothing to try again."
            : $"Delivery '{delivery.DeliveryId}' has not been given up; it is tried again by itself.",
        "DELIVERY_NOT_DEAD", Domain, ("delivery_id", delivery.DeliveryId));

    public static RpcException ReceiverGone(string receiver) => StatusCode.FailedPrecondition.ToRpcException(
        $"Receiver '{receiver}' is no longer in LiveGenre:Alerts:Receivers.", "UNKNOWN_RECEIVER", Domain, ("receiver", receiver));

    public static RpcException UnknownReceiver(string receiver, IEnumerable<string> known) => StatusCode.NotFound.ToRpcException(
        $"There is no receiver '{RequestErrors.Shorten(receiver)}'; there are: {RequestErrors.List(known)}.", "UNKNOWN_RECEIVER", Domain, ("receiver", RequestErrors.Shorten(receiver)));

    public static RpcException NoReceiver() => StatusCode.FailedPrecondition.ToRpcException(
        "No receiver is configured; set LiveGenre:Alerts:Receivers, see docs/alerts.md.", "NO_RECEIVER", Domain);
}
