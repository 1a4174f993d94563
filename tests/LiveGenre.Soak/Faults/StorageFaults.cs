using LiveGenre.Soak.Scene;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LiveGenre.Soak.Faults;

/// <summary>Where history and evidence are kept cannot be written for a while.</summary>
internal static class StorageFaults
{
    public static IEnumerable<Fault> Of(Surroundings around)
    {
        yield return new("database gone", around.Booth, [], async random =>
        {
            await around.Database!.CrashAsync();
            await around.Booth.WaitForHistoryAsync(isWritten: false);
            await Task.Delay(random.NextDouble() * TimeSpan.FromSeconds(2));
            await around.Database.StartAsync();
            await around.Booth.WaitForHistoryAsync(isWritten: true);
        }, around.Database is null ? "needs PostgreSQL" : null);

        yield return new("disk full", around.Relay, [], async random =>
        {
            await EmptyLogAsync(Path.Combine(around.RelayFolder, "history.db"));
            var ballast = around.Disk!.Fill();
            await around.Relay.WaitForHistoryAsync(isWritten: false);
            await Task.Delay(random.NextDouble() * TimeSpan.FromSeconds(2));
            File.Delete(ballast);
            await around.Relay.WaitForHistoryAsync(isWritten: true);
        }, around.Disk is null ? "needs the right to mount" : null);
    }

    /// <summary>A write-ahead log that has grown takes writes for a while on a disk that is full.</summary>
    private static async Task EmptyLogAsync(string database)
    {
        Batteries_V2.Init();
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync();
    }
}
