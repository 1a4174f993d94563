using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LiveGenre.Daemon.History.Storage;

/// <summary>
/// Commits so that a connection whose commit has failed can be closed or used again, and the error says why. Where a disk is
/// full SQLite ends the transaction itself; the driver (6.0) then tries to end it once more whenever the transaction or the
/// connection is disposed of, fails, and so neither closes the connection nor lets it begin another transaction.
/// </summary>
internal static class CleanCommit
{
    /// <summary>Commits a transaction of any database.</summary>
    public static async Task CommitCleanlyAsync(this DbTransaction transaction, CancellationToken cancellation)
    {
        try
        {
            await transaction.CommitAsync(cancellation);
        }
        catch (SqliteException)
        {
            GiveBackATransaction((SqliteTransaction)transaction);
            throw;
        }
    }

    /// <summary>Commits.</summary>
    public static void CommitCleanly(this SqliteTransaction transaction)
    {
        try
        {
            transaction.Commit();
        }
        catch (SqliteException)
        {
            GiveBackATransaction(transaction);
            throw;
        }
    }

    /// <summary>An empty one, for the driver to end.</summary>
    private static void GiveBackATransaction(SqliteTransaction transaction)
    {
        if (transaction.Connection is { Handle: { } handle } && raw.sqlite3_get_autocommit(handle) != 0)
        {
            raw.sqlite3_exec(handle, "BEGIN");
        }
    }
}
