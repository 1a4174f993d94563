using LiveGenre.Grpc;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LiveGenre.Daemon.Serving.Limits;

/// <summary>Closes connections beyond a client's limit. A few of them are kept for a moment, and their first calls told why.</summary>
internal static class ConnectionLimit
{
    /// <summary>How long a connection that is to be told why may take to ask for anything.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Counts the listener's connections; before TLS, which is what costs.</summary>
    public static void UseConnectionLimit(this ListenOptions listen, ClientLimits limits) => listen.Use(next => async connection =>
    {
        var client = ClientAddress.Of(connection.RemoteEndPoint);
        using var place = limits.EnterConnection(client);
        if (place.IsAcquired)
        {
            await next(connection);
            return;
        }
        var reason = limits.RefuseConnection(client);
        using var toBeTold = limits.EnterToBeToldWhy();
        if (!toBeTold.IsAcquired)
        {
            connection.Abort(new ConnectionAbortedException(reason.Status.Detail));
            return;
        }
        connection.Features.Set(new Refusal(reason));
        await using var limit = new Timer(_ => connection.Abort(), null, Patience, Timeout.InfiniteTimeSpan);
        await next(connection);
    });

    /// <summary>Marks a connection whose calls are refused.</summary>
    internal sealed record Refusal(RpcException Reason);
}
