using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Grpc.RichErrors;

namespace LiveGenre.Daemon.Administration;

/// <summary>Errors of administration: a status, one sentence that names what is wrong and the fix, and one ErrorInfo for programs.</summary>
internal static class AdminErrors
{
    private const string Domain = "livegenre";

    public static RpcException SourceExists(string id) => StatusCode.AlreadyExists.ToRpcException(
        $"The id '{id}' is taken; choose another, or change that source with 'livegenre sources set'.",
        "SOURCE_EXISTS", Domain, ("source_id", id));

    public static RpcException InvalidSettings(IEnumerable<string> errors) => StatusCode.InvalidArgument.ToRpcException(
        string.Join(" ", errors), "INVALID_FIELD", Domain, ("field", "settings"));

    public static RpcException SourceIsConfigured(string id) => StatusCode.FailedPrecondition.ToRpcException(
        $"The source '{id}' comes from the configuration (appsettings.json, a settings file, the environment or the command line); change it there and restart.",
        "SOURCE_IS_CONFIGURED", Domain, ("source_id", id));

    public static RpcException UnknownModel(string id, IEnumerable<string> known) => StatusCode.NotFound.ToRpcException(
        $"There is no model '{RequestErrors.Shorten(id)}' in the models folder; there are: {RequestErrors.List(known)}.", "UNKNOWN_MODEL", Domain, ("model_id", RequestErrors.Shorten(id)));

    public static RpcException UnusableModel(string id, string why) => StatusCode.FailedPrecondition.ToRpcException(
        $"The model '{id}' was not put to work, and the one before it answers as ever. {why}", "UNUSABLE_MODEL", Domain, ("model_id", id));

    public static RpcException NotSaved(string path, string why) => StatusCode.Unavailable.ToRpcException(
        $"Nothing was changed, because {path} cannot be written: {why}", "STATE_NOT_SAVED", Domain, ("path", path));

    public static RpcException ShuttingDown() => StatusCode.Unavailable.ToRpcException(
        "The daemon is shutting down; nothing was changed.", "SHUTTING_DOWN", Domain);
}
