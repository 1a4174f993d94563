using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.History.Storage;

namespace LiveGenre.Daemon.Tests.History.Support;

/// <summary>A new, empty store of a kind, with what feeds and reads it.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    public const long Quota = 64 * 1_024 * 1_024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-");
    private readonly Func<IHistoryDatabase> _connect;

    private StoreUnderTest(HistoryStoreKind kind, string place, long maxBytes)
    {
        File = Path.Combine(_folder.FullName, "history.db");
        _connect = () => kind switch
        {
            HistoryStoreKind.PostgreSql => new PostgreSqlDatabase(place),
            HistoryStoreKind.Sqlite => SqliteDatabase.InFile($"Data Source={File}", maxBytes),
            _ => SqliteDatabase.InMemory(maxBytes),
        };
        Store = new HistoryStore(_connect(), TimeProvider.System);
    }

    public HistoryStore Store { get; private set; }

    public HistoryReader Reader => new(Store.Database);

    public HistoryBacklog Backlog { get; } = new();

    /// <summary>The file of the SQLite one.</summary>
    public string File { get; }

    public static async Task<StoreUnderTest> CreateAsync(HistoryStoreKind kind, PostgreSqlServer server, long maxBytes = Quota) =>
        new(kind, kind == HistoryStoreKind.PostgreSql ? await server.NewStoreAsync() : "", maxBytes);

    /// <summary>Writes all that waits.</summary>
    public async Task WriteAsync()
    {
        for (var batch = Backlog.Take(); !batch.IsEmpty; batch = Backlog.Take())
        {
            await Store.WriteAsync(batch, CancellationToken.None);
        }
    }

    /// <summary>Ends the store and opens it as a later run of the daemon does.</summary>
    public async Task RestartAsync()
    {
        await Store.DisposeAsync();
        Store = new HistoryStore(_connect(), TimeProvider.System);
        await Store.OpenAsync(CancellationToken.None);
    }

    /// <summary>Trims until there is nothing more to trim.</summary>
    public async Task TrimAsync(HistoryLimits limits)
    {
        while (await Store.TrimAsync(limits, CancellationToken.None))
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
