using System.Globalization;
using Google.Protobuf.Reflection;
using LiveGenre.Grpc;
using LiveGenre.Grpc.RichErrors;

namespace LiveGenre.Daemon.Serving;

/// <summary>Errors of a request: a status, one sentence that names field, value and fix, and one ErrorInfo for programs.</summary>
internal static class RequestErrors
{
    private const string Domain = "livegenre";

    /// <summary>Names that an error lists: all of them would not fit into what HTTP clients take of a header.</summary>
    private const int MostNames = 20;

    /// <summary>Characters of a client's own value that an error repeats; an id has 64 at the most.</summary>
    private const int MostCharacters = 200;

    public static RpcException Invalid(string field, string value, string why, string? name = null) => StatusCode.InvalidArgument.ToRpcException(
        $"{(name is null ? $"{field} =" : $"The {name}")} '{Shorten(value)}' is not valid: {why}.", "INVALID_FIELD", Domain, ("field", field), ("value", Shorten(value)));

    /// <summary>A number that stands for none of an enum's values.</summary>
    public static RpcException Invalid(string field, EnumDescriptor type, int value) => Invalid(
        field, type.FindValueByNumber(value)?.Name ?? value.ToString(CultureInfo.InvariantCulture),
        $"known are {string.Join(", ", type.Values.Where(known => known.Number > 0).Select(known => known.Name))}");

    public static RpcException UnknownSource(string sourceId, IEnumerable<string> known) => StatusCode.NotFound.ToRpcException(
        $"There is no source '{Shorten(sourceId)}'; there are: {List(known)}.", "UNKNOWN_SOURCE", Domain, ("source_id", Shorten(sourceId)));

    public static RpcException SourceNeeded(IEnumerable<string> known) => StatusCode.InvalidArgument.ToRpcException(
        $"There are several sources, and none is named; name one of: {List(known)}.", "SOURCE_NEEDED", Domain, ("field", "source_id"));

    public static RpcException NoSource() => StatusCode.InvalidArgument.ToRpcException(
        "There is no source yet.", "NO_SOURCE", Domain, ("field", "source_id"));

    public static RpcException UnknownEvidence(string id) => StatusCode.NotFound.ToRpcException(
        $"There is no clip '{Shorten(id)}', or there is none any more; ListEvidence names those that are kept.", "UNKNOWN_EVIDENCE", Domain, ("evidence_id", Shorten(id)));

    public static RpcException TooManyPushedStreams(int limit) => StatusCode.ResourceExhausted.ToRpcException(
        $"{limit} pushed streams are open, as many as LiveGenre:Serving:MaxPushedStreams allows; try again later.",
        "TOO_MANY_PUSHED_STREAMS", Domain, ("limit", limit.ToString(CultureInfo.InvariantCulture)));

    public static RpcException LimitReached(string setting, long limit, string what) => StatusCode.ResourceExhausted.ToRpcException(
        string.Create(CultureInfo.InvariantCulture, $"{limit} {what}, as many as {setting} allows one client."),
        "LIMIT_REACHED", Domain, ("setting", setting), ("limit", limit.ToString(CultureInfo.InvariantCulture)));

    public static RpcException UploadStalls(string complaint, string setting, TimeSpan patience) => StatusCode.DeadlineExceeded.ToRpcException(
        $"{complaint} for {patience}, as long as {setting} allows.", "UPLOAD_STALLS", Domain, ("setting", setting));

    public static RpcException TooSlow() => StatusCode.ResourceExhausted.ToRpcException(
        "The subscriber reads too slowly and asked to be disconnected; resume with the last token.", "SUBSCRIBER_TOO_SLOW", Domain);

    public static RpcException TokenNeeded(string role) => StatusCode.Unauthenticated.ToRpcException(
        $"This call needs a token with the role {role}, as 'authorization: Bearer lg_…'; 'livegenre token create' on the daemon's machine makes one.",
        "TOKEN_NEEDED", Domain, ("role", role));

    public static RpcException TokenMayOnlyRead(string name, string role) => StatusCode.PermissionDenied.ToRpcException(
        $"The token '{name}' may only read; this call needs one with the role {role}.", "ROLE_NEEDED", Domain, ("role", role));

    public static RpcException TokenUnknown() => StatusCode.Unauthenticated.ToRpcException(
        "The token is none that this daemon knows, or has been revoked.", "TOKEN_UNKNOWN", Domain);

    public static RpcException TooManyWrongTokens() => StatusCode.ResourceExhausted.ToRpcException(
        "Too many wrong tokens have come from this address; try again in a minute.", "TOO_MANY_WRONG_TOKENS", Domain);

    public static RpcException HistoryUnavailable(string why) => StatusCode.Unavailable.ToRpcException(
        $"History cannot be read now: {why.TrimEnd('.')}.", "HISTORY_UNAVAILABLE", Domain);

    /// <summary>The beginning of what a client sent.</summary>
    public static string Shorten(string text) => text.Length <= MostCharacters
        ? text
        : text[..(char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters)] + "…";

    /// <summary>Names, as many as fit into an error.</summary>
    public static string List(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count <= MostNames ? string.Join(", ", all) : $"{string.Join(", ", all.Take(MostNames))} and {all.Count - MostNames} more";
    }
}
