using System.Data.Common;

namespace LiveGenre.Daemon.History.Storage;

/// <summary>One kind of SQL database: how it is reached, how many rows go in at once, how old ones leave, and how large it is.</summary>
internal interface IHistoryDatabase : IAsyncDisposable
{
    /// <summary><c>sqlite</c>, <c>postgresql</c> or <c>memory</c>, as clients are told.</summary>
    string Name { get; }

    /// <summary>Where it is, for a log line; without secrets.</summary>
    string Place { get; }

    /// <summary>What its SQL says differently.</summary>
    HistoryDialect Dialect { get; }

    /// <summary>A connection to read with.</summary>
    Task<DbConnection> ConnectAsync(CancellationToken cancellation);

    /// <summary>The connection that writes; there is one at a time.</summary>
    Task<DbConnection> ConnectWriterAsync(CancellationToken cancellation);

    /// <summary>Sees to it that the rows have a place.</summary>
    Task PrepareAsync(DbTransaction transaction, RowSet rows, CancellationToken cancellation);

    /// <summary>Inserts all rows. No two of them have the same key.</summary>
    Task InsertAsync(DbTransaction transaction, RowSet rows, CancellationToken cancellation);

    /// <summary>Deletes some of what is too old or too much; short enough that nothing waits for it.</summary>
    /// <returns>Whether there is more to delete.</returns>
    Task<bool> TrimAsync(DbConnection writer, HistoryLimits limits, CancellationToken cancellation);

    /// <summary>Bytes that it takes now.</summary>
    Task<long> MeasureAsync(DbConnection connection, CancellationToken cancellation);

    /// <summary>Whether the rows themselves were refused, so that they would be refused again.</summary>
    bool IsRejection(Exception error);

    /// <summary>Whether there was no room to write.</summary>
    bool IsFull(Exception error);

    /// <summary>Why no later try to open it will go better, and what to do; null if one may.</summary>
    string? ExplainRefusal(Exception error);
}
