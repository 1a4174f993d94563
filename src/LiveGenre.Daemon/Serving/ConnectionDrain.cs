using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LiveGenre.Daemon.Serving;

/// <summary>Breaks the connections that are still open a while after the daemon was asked to stop: a client that does not read would hold it up.</summary>
internal static class ConnectionDrain
{
    /// <summary>Sees to the listener's connections.</summary>
    /// <param name="listen">The listener.</param>
    /// <param name="patience">How long clients may take once the daemon was asked to stop.</param>
    /// <param name="stopping">It was.</param>
    public static void UseConnectionDrain(this ListenOptions listen, TimeSpan patience, CancellationToken stopping) => listen.Use(next => async connection =>
    {
        using var limit = new CancellationTokenSource();
        using var started = stopping.UnsafeRegister(_ => limit.CancelAfter(patience), null);
        using var passed = limit.Token.UnsafeRegister(
            _ => connection.Abort(new ConnectionAbortedException("The daemon is shutting down, and the client did not read to the end.")), null);
        await next(connection);
    });
}
