using System.Data.Common;
using Dapper;

namespace LiveGenre.Daemon.History.Storage;

/// <summary>The schema, as the numbered steps that made it. A step that was released never changes.</summary>
internal static class HistoryMigrations
{
    /// <summary>
    /// Times are microseconds since 1970, UTC. Probabilities are stored times 10 000, levels in hundredths of a dB, activities by
    /// their number in the protocol.
    /// </summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE audio_source (source_key {key}, source_id TEXT NOT NULL UNIQUE);
        CREATE TABLE label (label_key {key}, name TEXT NOT NULL UNIQUE);
        -- Genres in the order of a window's scores, joined by line feeds.
        CREATE TABLE label_set (label_set_key {key}, names TEXT NOT NULL UNIQUE);

        -- Each window with its scores, one byte (p x 255) each: alone, smoothed, activity.
        CREATE TABLE heard_window (
          source_key INTEGER NOT NULL, start_us BIGINT NOT NULL, length_us BIGINT NOT NULL,
          label_key INTEGER NOT NULL, activity SMALLINT NOT NULL, confidence SMALLINT NOT NULL,
          stability SMALLINT NOT NULL, held_us BIGINT NOT NULL, rms SMALLINT NOT NULL, peak SMALLINT NOT NULL,
          clipped INTEGER NOT NULL, dropped INTEGER NOT NULL, label_set_key INTEGER NOT NULL, scores {bytes} NOT NULL,
          PRIMARY KEY (source_key, start_us)) {by_time};

        -- Stretches of one decision that have ended.
        CREATE TABLE segment (
          source_key INTEGER NOT NULL, start_us BIGINT NOT NULL, end_us BIGINT NOT NULL, label_key INTEGER NOT NULL,
          activity SMALLINT NOT NULL, confidence SMALLINT NOT NULL, window_count INTEGER NOT NULL,
          PRIMARY KEY (source_key, start_us)) {by_time};

        -- The stretch that each source is in, as of its last window.
        CREATE TABLE open_segment (
          source_key INTEGER PRIMARY KEY, start_us BIGINT NOT NULL, end_us BIGINT NOT NULL, label_key INTEGER NOT NULL,
          activity SMALLINT NOT NULL, confidence SMALLINT NOT NULL, window_count INTEGER NOT NULL);

        -- How long each thing was heard in each quarter of an hour, added up from the windows. confidence_us is the
        -- confidence times the duration, so that means can be taken over any stretch.
        CREATE TABLE airtime (
          source_key INTEGER NOT NULL, start_us BIGINT NOT NULL, activity SMALLINT NOT NULL, label_key INTEGER NOT NULL,
          duration_us BIGINT NOT NULL, confidence_us BIGINT NOT NULL,
          PRIMARY KEY (source_key, start_us, activity, label_key)) {by_time};

        -- The last batch of each run of a daemon, so that one whose answer was lost is not written twice.
        CREATE TABLE writer (run_id TEXT PRIMARY KEY, batch BIGINT NOT NULL, written_us BIGINT NOT NULL) {clustered};
        """,
    ];

    /// <summary>The version that this daemon writes.</summary>
    public static int Version => Steps.Length;

    /// <summary>Brings the schema to <see cref="Version"/>, once the transaction is committed; nothing changes when it is there.</summary>
    /// <exception cref="HistoryRefusedException">The store is of a later version.</exception>
    public static async Task ApplyAsync(DbTransaction transaction, IHistoryDatabase database, CancellationToken cancellation)
    {
        var connection = transaction.Connection!;
        if (database.Dialect.MigrationLock is { } gate)
        {
            await connection.ExecuteAsync(new CommandDefinition(gate, transaction: transaction, cancellationToken: cancellation));
        }
        await connection.ExecuteAsync(new CommandDefinition(
            "CREATE TABLE IF NOT EXISTS history_schema (version INTEGER PRIMARY KEY, applied_us BIGINT NOT NULL)",
            transaction: transaction, cancellationToken: cancellation));
        var version = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "SELECT COALESCE(MAX(version), 0) FROM history_schema", transaction: transaction, cancellationToken: cancellation));
        if (version > Version)
        {
            throw new HistoryRefusedException(
                $"the history in {database.Place} has schema version {version}, and this daemon knows versions up to {Version}; run the daemon that wrote it, or name another place");
        }
        foreach (var (index, step) in Steps.Index().Skip(version))
        {
            await connection.ExecuteAsync(new CommandDefinition(database.Dialect.Fill(step), transaction: transaction, cancellationToken: cancellation));
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO history_schema (version, applied_us) VALUES (@version, @now)",
                new { version = index + 1, now = UnixMicroseconds.Of(DateTimeOffset.UtcNow) }, transaction, cancellationToken: cancellation));
        }
    }
}
