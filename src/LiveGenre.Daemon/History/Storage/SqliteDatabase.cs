using System.Data.Common;
using Dapper;
using LiveGenre.Daemon.Configuration;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LiveGenre.Daemon.History.Storage;

/// <summary>A file with a write-ahead log: readers and the writer never wait for each other, and a killed process or a power cut costs no committed write.</summary>
internal sealed class SqliteDatabase : IHistoryDatabase
{
    /// <summary>What the write-ahead log may take of the quota: checkpoints come every 1 000 pages (4 MiB), and a reader may delay one.</summary>
    private const long LogReserve = 16 * 1_024 * 1_024;

    private const long PageSize = 4_096;

    /// <summary>What stands behind the name of each file that the database is in.</summary>
    private static readonly string[] Files = ["", "-wal", "-shm"];

    private const string LockSuffix = ".lock";

    private readonly SqliteConnectionStringBuilder _settings;
    private readonly string _reading;
    private readonly long _maxPages;
    private readonly bool _isMemory;
    private SqliteConnection? _keeper;
    private FileStream? _lock;

    private SqliteDatabase(SqliteConnectionStringBuilder settings, long maxBytes)
    {
        SystemSqlite.Use();
        _settings = settings;
        _isMemory = settings.Mode == SqliteOpenMode.Memory;
        // Only the writer makes the file: it sees by its absence that it was deleted.
        _reading = settings.Mode == SqliteOpenMode.ReadWriteCreate
            ? new SqliteConnectionStringBuilder(settings.ConnectionString) { Mode = SqliteOpenMode.ReadWrite }.ConnectionString
            : settings.ConnectionString;
        _maxPages = (maxBytes - (_isMemory ? 0 : LogReserve)) / PageSize;
    }

    public string Name => _isMemory ? "memory" : "sqlite";

    public string Place => _isMemory ? "memory" : _settings.DataSource;

    public HistoryDialect Dialect => HistoryDialect.Sqlite;

    /// <summary>A database in a file, made when it is first written to.</summary>
    /// <param name="connectionString">Names the file as <c>Data Source</c>.</param>
    /// <param name="maxBytes">What file and log together never exceed.</param>
    public static SqliteDatabase InFile(string connectionString, long maxBytes) =>
        new(new SqliteConnectionStringBuilder(connectionString), maxBytes);

    /// <summary>A database that is gone with this object.</summary>
    public static SqliteDatabase InMemory(long maxBytes) => new(
        new SqliteConnectionStringBuilder
        {
            DataSource = $"history-{Guid.NewGuid():N}",
            Mode = SqliteOpenMode.Memory,
            Cache = SqliteCacheMode.Shared,
        },
        maxBytes);

    /// <summary>Takes a database that nobody has open off the disk.</summary>
    /// <param name="path">Its file, which may be missing.</param>
    public static void Remove(string path)
    {
        foreach (var file in ((IEnumerable<string>)[.. Files, LockSuffix]).Select(suffix => path + suffix).Where(File.Exists))
        {
            File.Delete(file);
        }
    }

    public async Task<DbConnection> ConnectAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_reading);
        try
        {
            await connection.OpenAsync(cancellation);
            // One cache is shared in memory, with locks by table: what a reader sees there may be half a batch.
            await connection.ExecuteAsync(_isMemory ? "PRAGMA read_uncommitted = 1" : "PRAGMA query_only = 1");
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task<DbConnection> ConnectWriterAsync(CancellationToken cancellation)
    {
        if (_isMemory)
        {
            // A database in memory lasts as long as one connection is open.
            _keeper ??= await OpenAsync(_settings, cancellation);
        }
        else
        {
            OwnersOnly.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(_settings.DataSource))!);
            _lock ??= LockFile();
            OwnersOnly.CreateFile(_settings.DataSource);
            ClearPool(); // what readers have open may be a file that was deleted
        }
        // Not pooled: what failed is closed, not handed out again.
        var connection = await OpenAsync(new SqliteConnectionStringBuilder(_settings.ConnectionString) { Pooling = false }, cancellation);
        try
        {
            // auto_vacuum counts only before the first table. FULL: a commit is on the disk when it returns.
            await connection.ExecuteAsync(
                $"""
                PRAGMA page_size = {PageSize};
                PRAGMA auto_vacuum = INCREMENTAL;
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA journal_size_limit = {LogReserve / 2};
                PRAGMA max_page_count = {_maxPages};
                """);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task PrepareAsync(DbTransaction transaction, RowSet rows, CancellationToken cancellation) =>
        // A file that someone has deleted would take writes until it is closed, and nobody would read them.
        _isMemory || File.Exists(_settings.DataSource)
            ? Task.CompletedTask
            : throw new IOException($"{_settings.DataSource} was deleted.");

    public Task InsertAsync(DbTransaction transaction, RowSet rows, CancellationToken cancellation)
    {
        // Below the provider, whose parameters and readers took 6 kB a row.
        var database = ((SqliteTransaction)transaction).Connection!.Handle!;
        Check(raw.sqlite3_prepare_v2(database, rows.InsertRow, out var statement), database);
        using (statement)
        {
            for (var row = 0; row < rows.Count; row++)
            {
                Bind(rows, row, statement, database);
                Check(raw.sqlite3_step(statement), database);
                Check(raw.sqlite3_reset(statement), database);
            }
        }
        return Task.CompletedTask;
    }

    private static void Bind(RowSet rows, int row, sqlite3_stmt statement, sqlite3 database)
    {
        for (var column = 0; column < rows.Columns.Count; column++)
        {
            Check(
                rows.IsBytes(column)
                    ? raw.sqlite3_bind_blob(statement, column + 1, rows.Bytes(row))
                    : raw.sqlite3_bind_int64(statement, column + 1, rows.Number(column, row)),
                database);
        }
    }

    private static void Check(int result, sqlite3 database)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }
    }

    public async Task<bool> TrimAsync(DbConnection writer, HistoryLimits limits, CancellationToken cancellation)
    {
        var trim = new SqliteTrim((SqliteConnection)writer);
        var maxBytes = Math.Min(limits.MaxBytes, _maxPages * PageSize);
        return await trim.DeleteOldAsync(limits, cancellation)
            || await trim.DeleteUnderQuotaAsync(maxBytes, cancellation)
            || await trim.ReturnPagesAsync(cancellation);
    }

    public async Task<long> MeasureAsync(DbConnection connection, CancellationToken cancellation)
    {
        if (_isMemory)
        {
            return PageSize * await connection.ExecuteScalarAsync<long>("PRAGMA page_count");
        }
        return Files
            .Select(suffix => new FileInfo(_settings.DataSource + suffix))
            .Sum(file => file.Exists ? file.Length : 0);
    }

    public bool IsRejection(Exception error) => error is SqliteException { SqliteErrorCode: raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH };

    public bool IsFull(Exception error) => error is SqliteException { SqliteErrorCode: raw.SQLITE_FULL };

    public string? ExplainRefusal(Exception error) => error switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_NOTADB } => $"{Place} is no SQLite database; move it away, or name another file",
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT } => $"{Place} is damaged ({error.Message}); restore a backup or move it away",
        SqliteException { SqliteErrorCode: raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH }
            or UnauthorizedAccessException => $"{Place} cannot be written by this user; give it the rights, or set LiveGenre:DataFolder to a folder of its own",
        _ => null,
    };

    public async ValueTask DisposeAsync()
    {
        if (_keeper is not null)
        {
            await _keeper.DisposeAsync();
        }
        await (_lock?.DisposeAsync() ?? default);
        ClearPool();
    }

    private void ClearPool()
    {
        using var any = new SqliteConnection(_reading);
        SqliteConnection.ClearPool(any);
    }

    private static async Task<SqliteConnection> OpenAsync(SqliteConnectionStringBuilder settings, CancellationToken cancellation)
    {
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keeps a second daemon off the file: both would count the same sources' air time.</summary>
    private FileStream LockFile()
    {
        try
        {
            // The operating system frees it when the process ends, however it ends.
            return new FileStream(_settings.DataSource + LockSuffix, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when ((error.HResult & 0xFFFF) is 11 or 35 or 32) // EWOULDBLOCK of Linux and macOS, a sharing violation of Windows
        {
            throw new HistoryRefusedException(
                $"{Place} is in use by another daemon; end that one, set {LiveGenreOptions.Section}:DataFolder to a folder of its own, or {LiveGenreOptions.Section}:History:Store to memory", error);
        }
    }
}
