using LiveGenre.Grpc;

namespace LiveGenre.Cli.Connection;

/// <summary>Single calls of commands, with a limit of time and errors for people.</summary>
internal static class UnaryCalls
{
    /// <summary>Long enough for a model to be checked on a busy machine.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Asks once.</summary>
    /// <exception cref="CommandFailedException">The call failed; the message says why.</exception>
    public static async Task<TResponse> AskAsync<TRequest, TResponse>(
        this DaemonConnection daemon, Method<TRequest, TResponse> method, TRequest request, CancellationToken cancellation)
        where TRequest : class
        where TResponse : class
    {
        try
        {
            return await daemon.Calls.AsyncUnaryCall(method, new CallOptions(Deadline: DateTime.UtcNow + Deadline, CancellationToken: cancellation), request);
        }
        catch (RpcException error)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new CommandFailedException(await daemon.ExplainAsync(error, cancellation), error);
        }
    }
}
