using Google.Protobuf;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.History.Storage;
using LiveGenre.Protocol.V1;
using Microsoft.Data.Sqlite;

namespace LiveGenre.Daemon.Alerts.Storage;

/// <summary>
/// Alerts and deliveries on disk, in a SQLite file of their own: alerts must not depend on the history's store. Each row
/// is one message as JSON. Not thread-safe.
/// </summary>
/// <param name="path">The file; its folder is made where there is none.</param>
internal sealed class AlertStore(string path) : IDisposable
{
    private const int Version = 1;

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private SqliteConnection? _connection;

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Everything that is kept.</summary>
    /// <exception cref="SqliteException">The file is no such store, or cannot be read.</exception>
    /// <exception cref="IOException">Its folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder cannot be made.</exception>
    /// <exception cref="InvalidDataException">A later version of LiveGenre wrote it.</exception>
    public (List<Alert> Alerts, List<StoredDelivery> Deliveries) Load()
    {
        var connection = Open();
        return (
            Read(connection, "SELECT body FROM alert ORDER BY alert_id", row => Parser.Parse<Alert>(row.GetString(0))),
            Read(connection, "SELECT body, message FROM delivery ORDER BY delivery_id",
                row => new StoredDelivery(Parser.Parse<Protocol.V1.Delivery>(row.GetString(0)), row.GetString(1))));
    }

    /// <summary>Writes what is new or has changed and removes what is too old, all or nothing; on the disk when it returns.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public void Save(IEnumerable<Alert> alerts, IEnumerable<StoredDelivery> deliveries, IEnumerable<string> removed)
    {
        var connection = Open();
        using var transaction = connection.BeginTransaction();
        foreach (var alert in alerts)
        {
            Execute(connection, "INSERT OR REPLACE INTO alert VALUES ($id, $body)", ("$id", alert.AlertId), ("$body", alert.ToString()));
        }
        foreach (var delivery in deliveries)
        {
            Execute(connection, "INSERT OR REPLACE INTO delivery VALUES ($id, $body, $message)",
                ("$id", delivery.Id), ("$body", delivery.Facts.ToString()), ("$message", delivery.Message));
        }
        foreach (var id in removed)
        {
            Execute(connection, "DELETE FROM alert WHERE alert_id = $id", ("$id", id));
            Execute(connection, "DELETE FROM delivery WHERE delivery_id = $id", ("$id", id));
        }
        transaction.CommitCleanly();
    }

    /// <inheritdoc/>
    public void Dispose() => _connection?.Dispose();

    private SqliteConnection Open()
    {
        if (_connection is not null)
        {
            return _connection;
        }
        OwnersOnly.CreateFile(Path);
        SystemSqlite.Use();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            Migrate(connection);
            return _connection = connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Migrate(SqliteConnection connection)
    {
        // FULL: who has been told of an alert must not be told again after a power cut. Alerts are few.
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000");
        var found = Read(connection, "PRAGMA user_version", row => row.GetInt32(0))[0];
        if (found > Version)
        {
            throw new InvalidDataException($"{Path} has version {found}, and this LiveGenre knows {Version}.");
        }
        if (found < Version)
        {
            Execute(connection, $"""
                BEGIN;
                CREATE TABLE IF NOT EXISTS alert (alert_id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS delivery (delivery_id TEXT PRIMARY KEY, body TEXT NOT NULL, message TEXT NOT NULL) WITHOUT ROWID;
                PRAGMA user_version = {Version};
                COMMIT
                """);
        }
    }

    private static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }
        command.ExecuteNonQuery();
    }

    private static List<T> Read<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }
        return rows;
    }
}
