using System.Net;
using System.Net.Http.Headers;
using LiveGenre.Grpc.Wire;

namespace LiveGenre.Grpc.Client;

/// <summary>The HTTP messages around a call's bodies.</summary>
internal static class GrpcHttpMessages
{
    private const string MediaType = "application/grpc";

    private static readonly string UserAgent = "grpc-livegenre/" + typeof(GrpcHttpMessages).Assembly.GetName().Version?.ToString(3);

    public static HttpRequestMessage CreateRequest(Uri uri, HttpContent content, CallOptions options, TimeSpan? timeout)
    {
        content.Headers.ContentType = new(MediaType);
        var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        Add("user-agent", UserAgent);
        Add(GrpcHeaderNames.AcceptEncoding, GrpcHeaderNames.SupportedEncodings);
        if (options.CompressRequests)
        {
            Add(GrpcHeaderNames.Encoding, GrpcHeaderNames.Gzip);
        }
        if (timeout is { } value)
        {
            Add(GrpcHeaderNames.Timeout, TimeoutCoding.Encode(value));
        }
        foreach (var (name, text) in MetadataCoding.Fields(options.Headers ?? []))
        {
            Add(name, text);
        }
        return request;

        void Add(string name, string value) => request.Headers.TryAddWithoutValidation(name, value);
    }

    /// <summary>Whether the messages of <paramref name="response"/> may be compressed.</summary>
    /// <exception cref="RpcException">There are no messages: the call has ended already, or this is not gRPC.</exception>
    public static bool ReadCompression(HttpResponseMessage response)
    {
        if (ReadEnd(response.Headers) is { } end)
        {
            throw new RpcException(end.Status, end.Trailers);
        }
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new RpcException(HttpFailures.Of(response.StatusCode));
        }
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type != MediaType && type?.StartsWith(MediaType + "+", StringComparison.Ordinal) != true)
        {
            throw new RpcException(new(StatusCode.Unknown, $"The server answered with '{type}', not with gRPC."));
        }
        var encoding = response.Headers.NonValidated.TryGetValues(GrpcHeaderNames.Encoding, out var values) ? values.ToString() : GrpcHeaderNames.Identity;
        return encoding switch
        {
            GrpcHeaderNames.Gzip => true,
            GrpcHeaderNames.Identity => false,
            _ => throw new RpcException(new(StatusCode.Internal, $"The server compresses with '{encoding}', which was not offered.")),
        };
    }

    /// <summary>The end of the call that <paramref name="fields"/> hold; null when they hold none.</summary>
    public static CallEnd? ReadEnd(HttpHeaders fields)
    {
        if (!fields.NonValidated.TryGetValues(GrpcHeaderNames.Status, out var status))
        {
            return null;
        }
        var detail = fields.NonValidated.TryGetValues(GrpcHeaderNames.Message, out var message) ? PercentCoding.Decode(message.ToString()) : "";
        if (!int.TryParse(status.ToString(), out var code))
        {
            return new(new(StatusCode.Unknown, $"The server sent the unreadable status '{status}'."), ReadMetadata(fields));
        }
        var known = Enum.IsDefined((StatusCode)code) ? (StatusCode)code : StatusCode.Unknown;
        return new(new(known, detail), ReadMetadata(fields));
    }

    /// <summary>The application's part of <paramref name="fields"/>.</summary>
    public static Metadata ReadMetadata(HttpHeaders fields)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in fields.NonValidated)
        {
            foreach (var value in values)
            {
                MetadataCoding.Append(metadata, name, value);
            }
        }
        return metadata;
    }
}
