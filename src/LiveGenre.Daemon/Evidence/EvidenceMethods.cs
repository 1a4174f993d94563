using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Evidence;

/// <summary>The methods of <c>livegenre.v1.HistoryService</c> that are about kept clips, for both sides of a call.</summary>
public static class EvidenceMethods
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Service =
        HistoryReflection.Descriptor.Services.Single(s => s.Name == "HistoryService");

    /// <summary>Kept clips around decision changes.</summary>
    public static readonly Method<ListEvidenceRequest, ListEvidenceResponse> ListEvidence =
        Method.Create<ListEvidenceRequest, ListEvidenceResponse>(Service, "ListEvidence");

    /// <summary>A clip itself.</summary>
    public static readonly Method<GetEvidenceRequest, GetEvidenceResponse> GetEvidence =
        Method.Create<GetEvidenceRequest, GetEvidenceResponse>(Service, "GetEvidence");
}
