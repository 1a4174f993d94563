using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Npgsql;

namespace LiveGenre.Daemon.Tests.History.Support;

/// <summary>A PostgreSQL server of the tests' own on a free port, started when the first test asks for it; tests of its collection run one after the other. It never runs as root, which PostgreSQL refuses.</summary>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    /// <summary>The folder of the newest server that is installed; null if none is.</summary>
    public static readonly string? Programs = !OperatingSystem.IsLinux() || !Directory.Exists("/usr/lib/postgresql")
        ? null
        : Directory.GetDirectories("/usr/lib/postgresql")
            .OrderByDescending(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(d => Path.Combine(d, "bin"))
            .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")));

    private readonly int _port = FreePort();
    private string? _folder;
    private bool _runs;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>A connection string whose tables nobody else sees.</summary>
    public async Task<string> NewStoreAsync()
    {
        await StartAsync();
        var schema = $"s{Guid.NewGuid():N}";
        var server = $"Host=127.0.0.1;Port={_port};Username=livegenre;Database=postgres;Timeout=30;Pooling=false";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE SCHEMA {schema}", connection);
        await command.ExecuteNonQueryAsync();
        return $"Host=127.0.0.1;Port={_port};Username=livegenre;Database=postgres;Search Path={schema}";
    }

    /// <summary>Starts it, unless it runs.</summary>
    public async Task StartAsync()
    {
        if (_folder is null)
        {
            var folder = Directory.CreateTempSubdirectory("livegenre-pg-").FullName;
            if (EffectiveUser() == 0)
            {
                await RunAsync("chown", "postgres", folder);
            }
            await RunAsUserAsync("initdb", "-D", Path.Combine(folder, "data"), "-A", "trust", "-U", "livegenre", "-E", "UTF8", "--locale=C", "--no-sync");
            _folder = folder;
        }
        if (!_runs)
        {
            await RunAsUserAsync("pg_ctl", "-D", Path.Combine(_folder, "data"), "-l", Path.Combine(_folder, "log"), "-w", "-t", "120", "-o",
                $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=32MB -c max_connections=40", "start");
            _runs = true;
        }
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task CrashAsync()
    {
        await RunAsUserAsync("pg_ctl", "-D", Path.Combine(_folder!, "data"), "-m", "immediate", "stop");
        _runs = false;
    }

    public async Task DisposeAsync()
    {
        if (_runs)
        {
            await CrashAsync();
        }
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static Task RunAsUserAsync(string program, params string[] arguments) => EffectiveUser() == 0
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(Programs!, program), .. arguments])
        : RunAsync(Path.Combine(Programs!, program), arguments);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // What the server inherits stays open as long as it runs: no pipes.
        var log = Path.GetTempFileName();
        var quoted = string.Join(' ', arguments.Prepend(program).Select(a => $"'{a}'"));
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", $"cd / && exec {quoted} >'{log}' 2>&1 </dev/null"]))!;
        await process.WaitForExitAsync();
        var said = await File.ReadAllTextAsync(log);
        File.Delete(log);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {said}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint EffectiveUser();
}

/// <summary>Tests that share the PostgreSQL server.</summary>
[CollectionDefinition(Name)]
public sealed class HistoryStores : ICollectionFixture<PostgreSqlServer>
{
    public const string Name = "history stores";
}
