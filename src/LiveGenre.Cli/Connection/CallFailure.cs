using System.Security.Authentication;
using Google.Rpc;
using LiveGenre.Grpc;
using LiveGenre.Grpc.RichErrors;
using Status = LiveGenre.Grpc.Status;

namespace LiveGenre.Cli.Connection;

/// <summary>Calls that failed, in words for a person.</summary>
internal static class CallFailure
{
    /// <summary>What to tell.</summary>
    /// <param name="error">How the call ended.</param>
    /// <param name="address">Whom it was made to.</param>
    /// <param name="hint">What else helps where nobody answers; begins with punctuation.</param>
    public static string Explain(this RpcException error, string address, string hint = ".") => error.StatusCode switch
    {
        StatusCode.Unauthenticated => $"{error.Status.Detail.TrimEnd('.')}. Give it with --token, or in the environment as LIVEGENRE_TOKEN.",
        _ when error.Reason() == "SOURCE_NEEDED" => $"{error.Status.Detail.TrimEnd('.')}, with --source.",
        _ when error.Reason() is not null => error.Status.Detail, // the daemon answers, and says what is the matter
        StatusCode.Unavailable when error.Status.DebugException is AuthenticationException =>
            $"{address}: {error.Status.Detail.TrimEnd('.')}. Where its certificate is its own, give it, or the authority's, with --ca FILE.",
        StatusCode.Unavailable or StatusCode.DeadlineExceeded =>
            $"no LiveGenre daemon answers at {address}: {Cause(error.Status, address).TrimEnd('.')}. Start one with 'livegenre run', or name another with --address{hint}",
        StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unknown =>
            $"{address} is no LiveGenre daemon's gRPC port, which is 5081 by default: {error.Status.Detail}",
        _ => error.Status.Detail,
    };

    /// <summary>Whether the daemon answers, and cannot read its history.</summary>
    public static bool IsHistoryOutage(this RpcException error) => error.Reason() == "HISTORY_UNAVAILABLE";

    /// <summary>What the network says, without the address once more.</summary>
    private static string Cause(Status status, string address) => status.DebugException is HttpRequestException network
        ? network.Message.Replace($" ({new Uri(address).Authority})", "", StringComparison.Ordinal)
        : status.Detail;

    private static string? Reason(this RpcException error) => error.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;
}
