using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Serving;

/// <summary>The methods of <c>livegenre.v1.HistoryService</c>, for both sides of a call.</summary>
public static class HistoryMethods
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Service =
        HistoryReflection.Descriptor.Services.Single(s => s.Name == "HistoryService");

    /// <summary>The full name of the service.</summary>
    public static string ServiceName => Service.FullName;

    /// <summary>Windows that are still kept.</summary>
    public static readonly Method<ListWindowsRequest, ListWindowsResponse> ListWindows =
        Method.Create<ListWindowsRequest, ListWindowsResponse>(Service, "ListWindows");

    /// <summary>A stretch of time in equal buckets.</summary>
    public static readonly Method<GetTimelineRequest, GetTimelineResponse> GetTimeline =
        Method.Create<GetTimelineRequest, GetTimelineResponse>(Service, "GetTimeline");

    /// <summary>Shares and format compliance per hour, day part, day or week.</summary>
    public static readonly Method<GetReportRequest, GetReportResponse> GetReport =
        Method.Create<GetReportRequest, GetReportResponse>(Service, "GetReport");

    /// <summary>What the store holds, and whether it can write.</summary>
    public static readonly Method<GetHistoryStatusRequest, GetHistoryStatusResponse> GetHistoryStatus =
        Method.Create<GetHistoryStatusRequest, GetHistoryStatusResponse>(Service, "GetHistoryStatus");
}
