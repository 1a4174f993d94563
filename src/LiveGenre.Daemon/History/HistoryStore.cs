using System.Data.Common;
using Dapper;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.History.Storage;

namespace LiveGenre.Daemon.History;

/// <summary>The one that writes: migrates the schema, writes batches whole or not at all, deletes what is old or too much. One call at a time.</summary>
internal sealed class HistoryStore : IAsyncDisposable
{
    /// <summary>An open segment this old belongs to no daemon that still runs.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(5);

    /// <summary>No answer of a run this old is waited for.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(30);

    private readonly TimeProvider _time;
    private readonly string _runId = Guid.NewGuid().ToString("N");
    private readonly HistoryKeys _keys = new();
    private readonly HistoryRows _rows;
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private DbConnection? _connection;

    public HistoryStore(IHistoryDatabase database, TimeProvider time)
    {
        (Database, _time) = (database, time);
        _rows = new HistoryRows(_keys);
    }

    /// <summary>What it is kept in.</summary>
    public IHistoryDatabase Database { get; }

    /// <summary>The store that the settings ask for.</summary>
    public static HistoryStore Create(LiveGenreOptions options, TimeProvider time)
    {
        var history = options.History;
        return new HistoryStore(history.Store switch
        {
            HistoryStoreKind.PostgreSql => new PostgreSqlDatabase(history.ConnectionString.Reveal()),
            HistoryStoreKind.Memory => SqliteDatabase.InMemory(history.MaxBytes),
            _ => SqliteDatabase.InFile(
                !history.ConnectionString.IsEmpty
                    ? history.ConnectionString.Reveal()
                    : new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder { DataSource = Path.Combine(DataFolder.Find(options), "history.db") }.ConnectionString,
                history.MaxBytes),
        }, time);
    }

    /// <summary>Connects and brings the schema up to date, unless that is done.</summary>
    /// <exception cref="HistoryRefusedException">The store is of a later version, or is no database.</exception>
    /// <exception cref="DbException">The database cannot be reached.</exception>
    /// <exception cref="IOException">Its folder or file cannot be used.</exception>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        if (_connection is not null)
        {
            return;
        }
        DbConnection? connection = null;
        try
        {
            connection = await Database.ConnectWriterAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await HistoryMigrations.ApplyAsync(transaction, Database, cancellation);
            var now = _time.GetUtcNow();
            await CloseAbandonedAsync(transaction, "end_us < @before", new { before = UnixMicroseconds.Of(now - Abandoned) }, cancellation);
            await connection.ExecuteAsync(new CommandDefinition(
                "DELETE FROM writer WHERE written_us < @before",
                new { before = UnixMicroseconds.Of(now - Forgotten) }, transaction, cancellationToken: cancellation));
            await transaction.CommitCleanlyAsync(cancellation);
            _connection = connection;
        }
        catch (Exception error)
        {
            await (connection?.DisposeAsync() ?? default);
            if (Refusal(error) is { } refusal)
            {
                throw refusal;
            }
            throw;
        }
    }

    /// <summary>Whether it could be opened, and written to; what it holds stays as it is, its schema included. A file that is missing is made.</summary>
    /// <returns>Bytes that it takes.</returns>
    /// <exception cref="HistoryRefusedException">As of <see cref="OpenAsync"/>.</exception>
    /// <exception cref="DbException">The database cannot be reached.</exception>
    /// <exception cref="IOException">Its folder or file cannot be used.</exception>
    public async Task<long> TryAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = await Database.ConnectWriterAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await HistoryMigrations.ApplyAsync(transaction, Database, cancellation);
            var bytes = await Database.MeasureAsync(connection, cancellation);
            await transaction.RollbackAsync(cancellation);
            return bytes;
        }
        catch (Exception error) when (Refusal(error) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>Writes a batch, whole or not at all. A batch that was written, but whose answer was lost, is not written again.</summary>
    public async Task WriteAsync(HistoryBatch batch, CancellationToken cancellation)
    {
        await OpenAsync(cancellation);
        var connection = _connection!;
        try
        {
            await _keys.ResolveAsync(connection, batch, cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            if (!await ClaimAsync(batch.Number, transaction, cancellation))
            {
                return;
            }
            var fresh = batch.OpenSegments.Select(s => s.SourceId).Concat(batch.ClosedSources).Where(id => !_written.Contains(id)).ToList();
            foreach (var source in fresh)
            {
                // What a run before this one left open ended with it.
                await CloseAbandonedAsync(transaction, "source_key = @source", new { source = _keys.Source(source) }, cancellation);
            }
            foreach (var source in batch.ClosedSources)
            {
                await connection.ExecuteAsync(new CommandDefinition(
                    "DELETE FROM open_segment WHERE source_key = @source", new { source = _keys.Source(source) }, transaction, cancellationToken: cancellation));
            }
            foreach (var rows in _rows.Of(batch))
            {
                await InsertAsync(transaction, rows, cancellation);
            }
            await transaction.CommitCleanlyAsync(cancellation);
            _written.UnionWith(fresh);
        }
        catch
        {
            await DisconnectAsync();
            throw;
        }
    }

    /// <summary>Deletes some of what is beyond the limits.</summary>
    /// <returns>Whether there is more to delete.</returns>
    public async Task<bool> TrimAsync(HistoryLimits limits, CancellationToken cancellation)
    {
        await OpenAsync(cancellation);
        try
        {
            return await Database.TrimAsync(_connection!, limits, cancellation);
        }
        catch
        {
            await DisconnectAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync();
        await Database.DisposeAsync();
    }

    private HistoryRefusedException? Refusal(Exception error) =>
        error is not HistoryRefusedException && Database.ExplainRefusal(error) is { } why ? new(why, error) : null;

    private async Task<bool> ClaimAsync(long batch, DbTransaction transaction, CancellationToken cancellation) =>
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO writer (run_id, batch, written_us) VALUES (@run, @batch, @now)
            ON CONFLICT (run_id) DO UPDATE SET batch = excluded.batch, written_us = excluded.written_us
            WHERE writer.batch < excluded.batch
            """,
            new { run = _runId, batch, now = UnixMicroseconds.Of(_time.GetUtcNow()) }, transaction, cancellationToken: cancellation)) > 0;

    /// <summary>Turns open segments into closed ones, as far as they had come.</summary>
    private async Task CloseAbandonedAsync(DbTransaction transaction, string which, object parameters, CancellationToken cancellation)
    {
        var segments = HistoryRows.NewSegments();
        await using (var reader = await transaction.Connection!.ExecuteReaderAsync(new CommandDefinition(
            $"SELECT {string.Join(", ", segments.Columns)} FROM open_segment WHERE {which}", parameters, transaction, cancellationToken: cancellation)))
        {
            var row = new long[segments.Columns.Count];
            while (await reader.ReadAsync(cancellation))
            {
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = reader.GetInt64(i);
                }
                segments.Add(row);
            }
        }
        await InsertAsync(transaction, segments, cancellation);
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"DELETE FROM open_segment WHERE {which}", parameters, transaction, cancellationToken: cancellation));
    }

    private async Task InsertAsync(DbTransaction transaction, RowSet rows, CancellationToken cancellation)
    {
        if (rows.Count > 0)
        {
            await Database.PrepareAsync(transaction, rows, cancellation);
            await Database.InsertAsync(transaction, rows, cancellation);
        }
    }

    private async Task DisconnectAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            _keys.Clear();
            await connection.DisposeAsync();
        }
    }
}
