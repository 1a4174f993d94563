using System.Collections.Frozen;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Access;

/// <summary>What each method needs. A method that is not here needs the admin role.</summary>
internal static class MethodRoles
{
    private static readonly FrozenDictionary<string, Role> Needed = new Dictionary<string, Role>
    {
        ["/livegenre.v1.GenreService/WatchGenre"] = Role.Read,
        ["/livegenre.v1.GenreService/GetSource"] = Role.Read,
        ["/livegenre.v1.GenreService/ListSources"] = Role.Read,
        ["/livegenre.v1.GenreService/ListSegments"] = Role.Read,
        ["/livegenre.v1.GenreService/ClassifyAudio"] = Role.Read,
        ["/livegenre.v1.GenreService/WatchSound"] = Role.Read,

        ["/livegenre.v1.HistoryService/ListWindows"] = Role.Read,
        ["/livegenre.v1.HistoryService/GetTimeline"] = Role.Read,
        ["/livegenre.v1.HistoryService/GetReport"] = Role.Read,
        ["/livegenre.v1.HistoryService/GetHistoryStatus"] = Role.Read,
        ["/livegenre.v1.HistoryService/ListEvidence"] = Role.Read,
        ["/livegenre.v1.HistoryService/GetEvidence"] = Role.Read,

        ["/livegenre.v1.AlertService/ListAlerts"] = Role.Read,
        ["/livegenre.v1.AlertService/WatchAlerts"] = Role.Read,
        ["/livegenre.v1.AlertService/ListDeliveries"] = Role.Read,
        // What others rely on changes, or messages go out.
        ["/livegenre.v1.AlertService/AcknowledgeAlert"] = Role.Admin,
        ["/livegenre.v1.AlertService/RetryDelivery"] = Role.Admin,
        ["/livegenre.v1.AlertService/TestAlerts"] = Role.Admin,

        // A page must know whether to ask for a token.
        ["/livegenre.v1.AdminService/GetAccess"] = Role.None,
        ["/livegenre.v1.AdminService/WatchDevices"] = Role.Admin,
        ["/livegenre.v1.AdminService/AddSource"] = Role.Admin,
        ["/livegenre.v1.AdminService/UpdateSource"] = Role.Admin,
        ["/livegenre.v1.AdminService/RemoveSource"] = Role.Admin,
        ["/livegenre.v1.AdminService/GetSourceSettings"] = Role.Admin,
        ["/livegenre.v1.AdminService/ListModels"] = Role.Admin,
        ["/livegenre.v1.AdminService/SwapModel"] = Role.Admin,

        // Probes of load balancers carry no token; the list of all names is another matter.
        ["/grpc.health.v1.Health/Check"] = Role.None,
        ["/grpc.health.v1.Health/Watch"] = Role.None,
        ["/grpc.health.v1.Health/List"] = Role.Read,

        // The contract is public.
        ["/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"] = Role.None,
        ["/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"] = Role.None,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the method has a line of its own.</summary>
    public static bool Knows(string method) => Needed.ContainsKey(method);

    /// <summary>What a caller of the method, <c>/package.Service/Method</c>, must be at the least.</summary>
    public static Role Of(string method) => Needed.GetValueOrDefault(method, Role.Admin);
}
