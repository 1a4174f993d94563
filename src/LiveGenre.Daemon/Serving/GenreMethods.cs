using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Serving;

/// <summary>The methods of <c>livegenre.v1.GenreService</c>, for both sides of a call.</summary>
public static class GenreMethods
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Service =
        LivegenreReflection.Descriptor.Services.Single(s => s.Name == "GenreService");

    /// <summary>The full name of the service.</summary>
    public static string ServiceName => Service.FullName;

    /// <summary>Live events of one source.</summary>
    public static readonly Method<WatchGenreRequest, WatchGenreResponse> Watch =
        Method.Create<WatchGenreRequest, WatchGenreResponse>(Service, "WatchGenre");

    /// <summary>One source as it is now.</summary>
    public static readonly Method<GetSourceRequest, GetSourceResponse> GetSource =
        Method.Create<GetSourceRequest, GetSourceResponse>(Service, "GetSource");

    /// <summary>All sources as they are now.</summary>
    public static readonly Method<ListSourcesRequest, ListSourcesResponse> ListSources =
        Method.Create<ListSourcesRequest, ListSourcesResponse>(Service, "ListSources");

    /// <summary>Closed segments of a source.</summary>
    public static readonly Method<ListSegmentsRequest, ListSegmentsResponse> ListSegments =
        Method.Create<ListSegmentsRequest, ListSegmentsResponse>(Service, "ListSegments");

    /// <summary>Classifies PCM that the client pushes.</summary>
    public static readonly Method<ClassifyAudioRequest, ClassifyAudioResponse> ClassifyAudio =
        Method.Create<ClassifyAudioRequest, ClassifyAudioResponse>(Service, "ClassifyAudio");

    /// <summary>What the model is given, as it arrives, for pictures.</summary>
    public static readonly Method<WatchSoundRequest, WatchSoundResponse> WatchSound =
        Method.Create<WatchSoundRequest, WatchSoundResponse>(Service, "WatchSound");
}
