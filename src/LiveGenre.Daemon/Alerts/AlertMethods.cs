using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Alerts;

/// <summary>The methods of <c>livegenre.v1.AlertService</c>, for both sides of a call.</summary>
public static class AlertMethods
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Service =
        AlertsReflection.Descriptor.Services.Single(s => s.Name == "AlertService");

    /// <summary>The full name of the service.</summary>
    public static string ServiceName => Service.FullName;

    /// <summary>Alerts, newest first.</summary>
    public static readonly Method<ListAlertsRequest, ListAlertsResponse> List =
        Method.Create<ListAlertsRequest, ListAlertsResponse>(Service, "ListAlerts");

    /// <summary>The open alerts, then each change.</summary>
    public static readonly Method<WatchAlertsRequest, WatchAlertsResponse> Watch =
        Method.Create<WatchAlertsRequest, WatchAlertsResponse>(Service, "WatchAlerts");

    /// <summary>Somebody looks after an alert.</summary>
    public static readonly Method<AcknowledgeAlertRequest, AcknowledgeAlertResponse> Acknowledge =
        Method.Create<AcknowledgeAlertRequest, AcknowledgeAlertResponse>(Service, "AcknowledgeAlert");

    /// <summary>Messages to receivers, newest first.</summary>
    public static readonly Method<ListDeliveriesRequest, ListDeliveriesResponse> ListDeliveries =
        Method.Create<ListDeliveriesRequest, ListDeliveriesResponse>(Service, "ListDeliveries");

    /// <summary>Tries a message that was given up once more.</summary>
    public static readonly Method<RetryDeliveryRequest, RetryDeliveryResponse> Retry =
        Method.Create<RetryDeliveryRequest, RetryDeliveryResponse>(Service, "RetryDelivery");

    /// <summary>Sends a test.</summary>
    public static readonly Method<TestAlertsRequest, TestAlertsResponse> Test =
        Method.Create<TestAlertsRequest, TestAlertsResponse>(Service, "TestAlerts");
}
