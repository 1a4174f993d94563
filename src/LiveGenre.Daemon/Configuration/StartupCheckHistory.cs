using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using LiveGenre.Daemon.History;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Opens the store of history as a start would, and leaves what it holds as it is.</summary>
internal static class StartupCheckHistory
{
    private const string Key = LiveGenreOptions.Section + ":History";

    public static async Task<StartupCheckResult> RunAsync(LiveGenreOptions options, CancellationToken cancellation)
    {
        if (options.History.Store == HistoryStoreKind.Memory)
        {
            return StartupCheckResult.Ok("history", Key, "in memory; it is gone when the daemon ends");
        }
        try
        {
            await using var store = HistoryStore.Create(options, TimeProvider.System);
            var bytes = await TryAsync(store, cancellation);
            return StartupCheckResult.Ok("history", Key, string.Create(CultureInfo.InvariantCulture,
                $"{store.Database.Name}, {store.Database.Place}: {bytes / 1e6:0.#} of {options.History.MaxBytes / 1e6:0} MB"));
        }
        catch (Exception error) when (error is HistoryRefusedException or IOException or SettingsException)
        {
            return StartupCheckResult.Failed("history", Key, $"{error.Message.TrimEnd('.')}.");
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
}
