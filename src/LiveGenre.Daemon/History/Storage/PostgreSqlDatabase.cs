using System.Data.Common;
using System.Globalization;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace LiveGenre.Daemon.History.Storage;

/// <summary>
/// A PostgreSQL server. Rows lie in partitions by time: what is old leaves by dropping a partition, which takes no time and
/// gives the room back at once, where deleting would need a vacuum and give back nothing.
/// </summary>
internal sealed class PostgreSqlDatabase : IHistoryDatabase
{
    /// <summary>Partitions are dropped when this share of the quota is used.</summary>
    private const double QuotaShare = 0.95;

    private const long HourUs = 3_600 * UnixMicroseconds.PerSecond;

    /// <summary>What a partition holds: of windows a quarter of a day, so that a quota is met closely, of the rest 30 days.</summary>
    private static readonly Dictionary<string, long> Periods = new(StringComparer.Ordinal)
    {
        ["heard_window"] = 6 * HourUs,
        ["segment"] = 30 * 24 * HourUs,
        ["airtime"] = 30 * 24 * HourUs,
    };

    /// <summary>What stays as it is until a person changes it.</summary>
    private static readonly string[] Refusals =
    [
        PostgresErrorCodes.InvalidPassword, PostgresErrorCodes.InvalidAuthorizationSpecification,
        PostgresErrorCodes.InvalidCatalogName, PostgresErrorCodes.InsufficientPrivilege,
    ];

    private readonly NpgsqlDataSource _source;
    private readonly HashSet<string> _partitions = new(StringComparer.Ordinal);

    public PostgreSqlDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.ApplicationName ??= "livegenre";
        Place = string.Create(CultureInfo.InvariantCulture, $"{settings.Database ?? settings.Username} on {settings.Host}:{settings.Port}");
        _source = NpgsqlDataSource.Create(settings);
    }

    public string Name => "postgresql";

    public string Place { get; }

    public HistoryDialect Dialect => HistoryDialect.PostgreSql;

    public async Task<DbConnection> ConnectAsync(CancellationToken cancellation) => await _source.OpenConnectionAsync(cancellation);

    public async Task<DbConnection> ConnectWriterAsync(CancellationToken cancellation)
    {
        // Someone else may have dropped partitions while there was no connection.
        _partitions.Clear();
        return await _source.OpenConnectionAsync(cancellation);
    }

    public async Task PrepareAsync(DbTransaction transaction, RowSet rows, CancellationToken cancellation)
    {
        if (!Periods.TryGetValue(rows.Table, out var period))
        {
            return;
        }
        foreach (var number in rows.Numbers("start_us").Select(start => (long)Math.Floor((double)start / period)).Distinct())
        {
            // A negative number, before 1970, is a clock that was never set; a name cannot hold its sign.
            var name = $"{rows.Table}_{(number < 0 ? "n" : "p")}{Math.Abs(number)}";
            if (!_partitions.Contains(name))
            {
                await AddPartitionAsync(transaction, rows.Table, name, number * period, (number + 1) * period, cancellation);
                _partitions.Add(name);
            }
        }
    }

    public async Task InsertAsync(DbTransaction transaction, RowSet rows, CancellationToken cancellation)
    {
        var connection = (NpgsqlConnection)transaction.Connection!;
        await using var command = connection.CreateCommand();
        command.Transaction = (NpgsqlTransaction)transaction;
        for (var column = 0; column < rows.Columns.Count; column++)
        {
            var values = rows.Column(column);
            var type = values switch { long[] => NpgsqlDbType.Bigint, _ => NpgsqlDbType.Bytea };
            command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type });
        }
        var numbers = string.Join(", ", Enumerable.Range(1, rows.Columns.Count).Select(i => $"${i}"));
        command.CommandText = $"INSERT INTO {rows.Table} ({string.Join(", ", rows.Columns)}) SELECT * FROM unnest({numbers}) {rows.OnConflict}";
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<bool> TrimAsync(DbConnection writer, HistoryLimits limits, CancellationToken cancellation)
    {
        var (windowsFrom, segmentsFrom) = (UnixMicroseconds.Of(limits.WindowsFrom), UnixMicroseconds.Of(limits.SegmentsFrom));
        var partitions = await ReadPartitionsAsync(writer, cancellation);
        var old = partitions.Where(p => p.EndUs <= (p.IsWindows ? windowsFrom : segmentsFrom)).ToList();
        foreach (var partition in old)
        {
            if (!await TryDropAsync(writer, partition, cancellation))
            {
                return false;
            }
        }
        var excess = await MeasureAsync(writer, cancellation) - (long)(limits.MaxBytes * QuotaShare);
        // Windows before all others, the oldest first.
        foreach (var partition in partitions.Except(old).OrderByDescending(p => p.IsWindows).ThenBy(p => p.EndUs))
        {
            if (excess <= 0 || !await TryDropAsync(writer, partition, cancellation))
            {
                break;
            }
            excess -= partition.Bytes;
        }
        return false;
    }

    public Task<long> MeasureAsync(DbConnection connection, CancellationToken cancellation) => connection.ExecuteScalarAsync<long>(new CommandDefinition(
        """
        SELECT COALESCE(SUM(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c
        WHERE c.relkind = 'r' AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'heard_window'::regclass)
          AND (c.relname IN ('audio_source', 'label', 'label_set', 'open_segment', 'writer', 'history_schema')
            OR c.oid IN (SELECT inhrelid FROM pg_inherits
                WHERE inhparent IN ('heard_window'::regclass, 'segment'::regclass, 'airtime'::regclass)))
        """, cancellationToken: cancellation));

    public bool IsRejection(Exception error) =>
        // A check that fails is a partition that someone else has dropped: the next try makes it again.
        error is PostgresException { SqlState: ['2', '2' or '3', ..] and not PostgresErrorCodes.CheckViolation };

    public bool IsFull(Exception error) => error is PostgresException { SqlState: PostgresErrorCodes.DiskFull };

    public string? ExplainRefusal(Exception error) =>
        error is PostgresException refused && Refusals.Contains(refused.SqlState)
            ? $"{Place} refuses: {refused.MessageText}; check database, user, password and rights (CREATE on its schema)"
            : null;

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task AddPartitionAsync(
        DbTransaction transaction, string table, string name, long fromUs, long toUs, CancellationToken cancellation)
    {
        var exists = await transaction.Connection!.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"SELECT to_regclass('{name}') IS NOT NULL", transaction: transaction, cancellationToken: cancellation));
        if (!exists)
        {
            // Attached, since PARTITION OF would wait for every reader, such as a backup. The rows of air time grow for a
            // quarter of an hour: room on their pages keeps that off the index.
            var storage = table == "airtime" ? "WITH (fillfactor = 70)" : "";
            await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                $"""
                CREATE TABLE {name} (LIKE {table} INCLUDING ALL) {storage};
                ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({fromUs}) TO ({toUs});
                """, transaction: transaction, cancellationToken: cancellation));
        }
    }

    private static async Task<List<Partition>> ReadPartitionsAsync(DbConnection connection, CancellationToken cancellation)
    {
        var partitions = new List<Partition>();
        foreach (var (table, period) in Periods)
        {
            var rows = await connection.QueryAsync<(string Name, long Bytes)>(new CommandDefinition(
                $"""
                SELECT c.relname, pg_total_relation_size(c.oid) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = '{table}'::regclass
                """, cancellationToken: cancellation));
            foreach (var (name, bytes) in rows)
            {
                // The sign, then the number: see PrepareAsync. A partition of someone else's is left alone.
                var text = name.AsSpan()[(name.LastIndexOf('_') + 1)..];
                if (text.Length > 1 && long.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    partitions.Add(new(name, table == "heard_window", ((text[0] == 'n' ? -number : number) + 1) * period, bytes));
                }
            }
        }
        return partitions;
    }

    /// <summary>Drops a partition; false if someone, such as a backup, reads it for long.</summary>
    private async Task<bool> TryDropAsync(DbConnection writer, Partition partition, CancellationToken cancellation)
    {
        try
        {
            await writer.ExecuteAsync(new CommandDefinition(
                $"SET LOCAL lock_timeout = '2s'; DROP TABLE IF EXISTS {partition.Name}", cancellationToken: cancellation));
            _partitions.Remove(partition.Name);
            return true;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    /// <param name="Name">Of its table.</param>
    /// <param name="IsWindows">Whether it holds windows rather than segments or air time.</param>
    /// <param name="EndUs">Its rows start before this time.</param>
    /// <param name="Bytes">Its size, indexes included.</param>
    private sealed record Partition(string Name, bool IsWindows, long EndUs, long Bytes);
}
