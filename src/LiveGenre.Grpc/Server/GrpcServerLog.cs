using Microsoft.Extensions.Logging;

namespace LiveGenre.Grpc.Server;

internal static partial class GrpcServerLog
{
    [LoggerMessage(401, LogLevel.Error, "{Method} failed with an exception that its handler did not declare; the client gets UNKNOWN.")]
    public static partial void HandlerFailed(this ILogger logger, string method, Exception error);

    [LoggerMessage(402, LogLevel.Debug, "{Method} from {Peer} ended with {Code}: {Detail}")]
    public static partial void CallFailed(this ILogger logger, string method, string peer, StatusCode code, string detail);

    [LoggerMessage(403, LogLevel.Debug, "A call of {Path} was refused with HTTP status {HttpStatus}: {Reason}")]
    public static partial void RequestRefused(this ILogger logger, string path, int httpStatus, string reason);
}
