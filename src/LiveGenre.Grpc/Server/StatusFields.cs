using System.Globalization;
using LiveGenre.Grpc.Wire;

namespace LiveGenre.Grpc.Server;

/// <summary>The fields that tell a client how its call ended.</summary>
internal static class StatusFields
{
    public static IEnumerable<KeyValuePair<string, string>> Of(CallEnd end)
    {
        yield return new(GrpcHeaderNames.Status, ((int)end.Status.StatusCode).ToString(CultureInfo.InvariantCulture));
        if (!string.IsNullOrEmpty(end.Status.Detail))
        {
            yield return new(GrpcHeaderNames.Message, PercentCoding.Encode(end.Status.Detail));
        }
        foreach (var field in MetadataCoding.Fields(end.Trailers))
        {
            yield return field;
        }
    }
}
