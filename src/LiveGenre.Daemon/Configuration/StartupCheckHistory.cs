using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.History.Storage;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Opens the store of history as a start would, and leaves everything as it was.</summary>
internal static class StartupCheckHistory
{
    private const string Key = LiveGenreOptions.Section + ":History";

    public static async Task<StartupCheckResult> RunAsync(LiveGenreOptions options, CancellationToken cancellation)
    {
        if (options.History.Store == HistoryStoreKind.Memory)
        {
            return StartupCheckResult.Ok("history", Key, "in memory; it is gone when the daemon ends");
        }
        var made = new List<string>();
        try
        {
            await using var store = HistoryStore.Create(options, TimeProvider.System);
            if (options.History.Store == HistoryStoreKind.Sqlite)
            {
                made.AddRange(Missing(Path.GetFullPath(store.Database.Place)));
            }
            var bytes = await TryAsync(store, cancellation);
            return StartupCheckResult.Ok("history", Key, string.Create(CultureInfo.InvariantCulture,
                $"{store.Database.Name}, {store.Database.Place}: {bytes / 1e6:0.#} of {options.History.MaxBytes / 1e6:0} MB"));
        }
        catch (Exception error) when (error is HistoryRefusedException or IOException or SettingsException)
        {
            if (error is HistoryRefusedException)
            {
                made.Clear(); // what is there is somebody else's
            }
            return StartupCheckResult.Failed("history", Key, $"{error.Message.TrimEnd('.')}.");
        }
        finally
        {
            Remove(made);
        }
    }

    private static async Task<long> TryAsync(HistoryStore store, CancellationToken cancellation)
    {
        try
        {
            return await store.TryAsync(cancellation);
        }
        catch (Exception error) when (error is DbException or SocketException or TimeoutException)
        {
            throw new IOException(
                $"{store.Database.Place} cannot be used: {error.Message.TrimEnd('.')}; see that it runs and {Key}:ConnectionString leads to it. The daemon would start, and write once it is there", error);
        }
    }

    /// <summary>The file, if it is not there, and the folders above it that are not, from the bottom up.</summary>
    private static IEnumerable<string> Missing(string file)
    {
        if (!File.Exists(file))
        {
            yield return file;
            for (var folder = Path.GetDirectoryName(file); folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
            {
                yield return folder;
            }
        }
    }

    private static void Remove(List<string> made)
    {
        if (made is [var file, .. var folders])
        {
            SqliteDatabase.Remove(file);
            foreach (var folder in folders.Where(Directory.Exists).Where(folder => !Directory.EnumerateFileSystemEntries(folder).Any()))
            {
                Directory.Delete(folder);
            }
        }
    }
}
