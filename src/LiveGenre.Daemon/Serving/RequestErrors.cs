using System.Globalization;
using LiveGenre.Grpc;
using LiveGenre.Grpc.RichErrors;

namespace LiveGenre.Daemon.Serving;

/// <summary>Errors of a request: a status, one sentence that names field, value and fix, and one ErrorInfo for programs.</summary>
internal static class RequestErrors
{
    private const string Domain = "livegenre";

    public static RpcException Invalid(string field, string value, string why) => StatusCode.InvalidArgument.ToRpcException(
        $"{field} = '{value}' is not valid: {why}.", "INVALID_FIELD", Domain, ("field", field), ("value", value));

    public static RpcException UnknownSource(string sourceId, IEnumerable<string> known) => StatusCode.NotFound.ToRpcException(
        $"There is no source '{sourceId}'; there are: {string.Join(", ", known)}.", "UNKNOWN_SOURCE", Domain, ("source_id", sourceId));

    public static RpcException SourceNeeded(IEnumerable<string> known) => StatusCode.InvalidArgument.ToRpcException(
        $"source_id is empty and there is not exactly one source; name one of: {string.Join(", ", known)}.",
        "SOURCE_NEEDED", Domain, ("field", "source_id"));

    public static RpcException UnknownEvidence(string id) => StatusCode.NotFound.ToRpcException(
        $"There is no clip '{id}', or there is none any more; ListEvidence names those that are kept.", "UNKNOWN_EVIDENCE", Domain, ("evidence_id", id));

    public static RpcException TooManyPushedStreams(int limit) => StatusCode.ResourceExhausted.ToRpcException(
        $"{limit} pushed streams are open, as many as LiveGenre:Serving:MaxPushedStreams allows; try again later.",
        "TOO_MANY_PUSHED_STREAMS", Domain, ("limit", limit.ToString(CultureInfo.InvariantCulture)));

    public static RpcException HistoryUnavailable(string why) => StatusCode.Unavailable.ToRpcException(
        $"History cannot be read now: {why.TrimEnd('.')}.", "HISTORY_UNAVAILABLE", Domain);
}
