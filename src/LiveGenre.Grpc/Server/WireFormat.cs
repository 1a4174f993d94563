using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LiveGenre.Grpc.Server;

/// <summary>How messages and status travel in HTTP.</summary>
internal enum WireFormat
{
    /// <summary>gRPC: status in HTTP trailers, so HTTP/2 or later.</summary>
    Grpc,

    /// <summary>gRPC-Web: status in a last frame of the body, any HTTP.</summary>
    Web,

    /// <summary>gRPC-Web with the body in Base64, for browsers that can stream text only.</summary>
    WebText,
}

/// <summary>Reads and names formats.</summary>
internal static class WireFormats
{
    private const string Grpc = "application/grpc";
    private const string Web = "application/grpc-web";
    private const string WebText = "application/grpc-web-text";

    /// <summary>The format that a Content-Type names; false when it is none of gRPC's or not with Protocol Buffers inside.</summary>
    public static bool TryParse(string? contentType, out WireFormat format)
    {
        format = default;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var parsed))
        {
            return false;
        }
        var name = parsed.MediaType.Value!.ToLowerInvariant();
        name = name.EndsWith("+proto", StringComparison.Ordinal) ? name[..^"+proto".Length] : name;
        (var known, format) = name switch
        {
            Grpc => (true, WireFormat.Grpc),
            Web => (true, WireFormat.Web),
            WebText => (true, WireFormat.WebText),
            _ => (false, default),
        };
        return known;
    }

    /// <summary>What the response uses: a browser may ask for text or bytes through Accept, else as the request.</summary>
    public static WireFormat OfResponse(HttpRequest request, WireFormat format)
    {
        if (format == WireFormat.Grpc)
        {
            return format;
        }
        foreach (var accepted in request.Headers.Accept.SelectMany(value => (value ?? "").Split(',')))
        {
            if (TryParse(accepted, out var wanted) && wanted != WireFormat.Grpc)
            {
                return wanted;
            }
        }
        return format;
    }

    public static string ContentType(WireFormat format) => format switch
    {
        WireFormat.Web => Web + "+proto",
        WireFormat.WebText => WebText + "+proto",
        _ => Grpc,
    };
}
