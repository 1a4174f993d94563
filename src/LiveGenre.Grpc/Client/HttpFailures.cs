using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace LiveGenre.Grpc.Client;

/// <summary>What failures below gRPC mean as a status, by the mapping that all gRPC clients share.</summary>
internal static class HttpFailures
{
    /// <summary>A response that some HTTP server gave instead of a gRPC server.</summary>
    public static Status Of(HttpStatusCode httpStatus)
    {
        var code = httpStatus switch
        {
            HttpStatusCode.BadRequest => StatusCode.Internal,
            HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
            HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
            HttpStatusCode.NotFound => StatusCode.Unimplemented,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
            _ => StatusCode.Unknown,
        };
        return new(code, $"The server answered with HTTP status {(int)httpStatus}, not with gRPC.");
    }

    /// <summary>A connection that could not be made or broke, or a stream that the server reset.</summary>
    public static Status Of(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpProtocolException protocol)
            {
                return IsLostPing(protocol)
                    ? new(StatusCode.Unavailable, "The server no longer answers.", error)
                    : new(OfHttp2Code(protocol.ErrorCode), "The HTTP/2 stream broke: " + protocol.Message, error);
            }
        }
        return error switch
        {
            HttpRequestException { InnerException: AuthenticationException secure } => new(StatusCode.Unavailable, "No secure connection: " + secure.Message, secure),
            HttpRequestException { HttpRequestError: HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError }
                => new(StatusCode.Internal, "The server does not speak HTTP/2: " + error.Message, error),
            HttpRequestException or IOException or SocketException or AuthenticationException or OperationCanceledException
                => new(StatusCode.Unavailable, "The server cannot be reached: " + error.Message, error),
            _ => new(StatusCode.Unknown, "The call failed: " + error.Message, error),
        };
    }

    // A keep-alive ping without an answer looks like PROTOCOL_ERROR; only its text differs.
    private static bool IsLostPing(HttpProtocolException error) => error.Message.Contains("ping request", StringComparison.Ordinal);

    // RFC 9113, section 7.
    private static StatusCode OfHttp2Code(long code) => code switch
    {
        0x0 => StatusCode.Unavailable, // NO_ERROR: the server closes the connection
        0x7 => StatusCode.Unavailable, // REFUSED_STREAM
        0x8 => StatusCode.Cancelled, // CANCEL
        0xb => StatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => StatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => StatusCode.Internal,
    };
}
