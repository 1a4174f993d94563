using System.Text.Json;
using Google.Protobuf;
using LiveGenre.Protocol.V1;

namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>A client process that holds none of our code: tests/fixtures/clients with grpcio or grpc-js. What it received it prints as JSON.</summary>
internal sealed class StockClient : IAsyncDisposable
{
    private static readonly Lazy<string> Messages = new(GenerateMessages);

    private readonly Dictionary<string, ReceivedEvents> _events;
    private readonly List<JsonElement> _lines = [];
    private readonly ChildProcess _process;

    private StockClient(StockLanguage language, DaemonProcess daemon, string command, string[] arguments)
    {
        _events = arguments.Select(a => a.Split('@')[0]).ToDictionary(id => id, id => new ReceivedEvents($"{language}'s subscriber to {id}"));
        string[] shared = [daemon.Authority, command, .. arguments];
        _process = language == StockLanguage.Python
            ? ChildProcess.Start(StockGrpc.Python, [Program("python", "client.py"), Messages.Value, .. shared], [("PYTHONDONTWRITEBYTECODE", "1"), ("GRPC_VERBOSITY", "ERROR")], Take)
            : ChildProcess.Start("node", [Program("node", "client.js"), RepositoryFolder.Of("protos"), .. shared], [("NODE_PATH", RepositoryFolder.Of("tests", "fixtures", "interop", "node_modules"))], Take);
    }

    /// <summary>Subscribes to sources; an id may carry a token to resume with: <c>ID@TOKEN</c>.</summary>
    public static StockClient Watch(StockLanguage language, DaemonProcess daemon, params string[] sources) => new(language, daemon, "watch", sources);

    /// <summary>Follows the health of services; see <see cref="WaitForLineAsync"/>.</summary>
    public static StockClient WatchHealth(DaemonProcess daemon, params string[] services) => new(StockLanguage.Python, daemon, "health", services);

    /// <summary>Runs a command that prints one object.</summary>
    public static async Task<JsonElement> AskAsync(StockLanguage language, DaemonProcess daemon, string command, string source)
    {
        await using var client = new StockClient(language, daemon, command, [source]);
        var exitCode = await client._process.WaitAsync(Patience.Long);
        Assert.True(exitCode == 0, $"{language}'s {command} ended with {exitCode}:\n{client._process.Output}{client._process.Errors}");
        return JsonDocument.Parse(client._process.Output).RootElement;
    }

    /// <summary>What it received of a source.</summary>
    public ReceivedEvents Of(string source) => _events[source];

    /// <summary>Waits for a line that is so, from <paramref name="from"/> on.</summary>
    /// <returns>Where to go on.</returns>
    public async Task<int> WaitForLineAsync(Func<JsonElement, bool> isSo, string what, int from = 0)
    {
        var at = -1;
        await Patience.UntilAsync(
            () =>
            {
                lock (_lines)
                {
                    at = _lines.FindIndex(from, line => isSo(line));
                    return at >= 0;
                }
            },
            $"{what}; it printed: {_process.Output}{_process.Errors}");
        return at + 1;
    }

    /// <summary>Cuts it off: the process is killed and its connection breaks.</summary>
    public async Task CutAsync()
    {
        _process.Kill();
        await _process.WaitAsync(Patience.Short);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Program(string language, string name) => RepositoryFolder.Of("tests", "fixtures", "clients", language, name);

    private void Take(string line)
    {
        if (!line.StartsWith('{'))
        {
            return;
        }
        var item = JsonDocument.Parse(line).RootElement;
        lock (_lines)
        {
            _lines.Add(item);
        }
        if (!item.TryGetProperty("source", out var source) || source.ValueKind != JsonValueKind.String)
        {
            return;
        }
        var events = _events[source.GetString()!];
        if (item.TryGetProperty("ended", out var status))
        {
            events.End(status.GetString()!, item.GetProperty("detail").GetString()!);
        }
        else
        {
            var received = DateTimeOffset.UnixEpoch.AddSeconds(item.GetProperty("received").GetDouble());
            events.Add(JsonParser.Default.Parse<WatchGenreResponse>(item.GetProperty("response").GetRawText()), received);
        }
    }

    /// <summary>Makes Python's messages. Each file from its own folder: a Python package named grpc would hide grpcio.</summary>
    private static string GenerateMessages()
    {
        var folder = Directory.CreateTempSubdirectory("livegenre-clients-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        string[] files = ["livegenre/v1/livegenre.proto", "grpc/health/v1/health.proto", "grpc/reflection/v1/reflection.proto", "google/rpc/status.proto", "google/rpc/error_details.proto"];
        ExternalProgram.RunAsync(
            "protoc",
            [
                .. files.Select(file => "-I" + RepositoryFolder.Of("protos", Path.GetDirectoryName(file)!)),
                "--python_out=" + folder,
                .. files.Select(file => Path.GetFileName(file)),
            ]).GetAwaiter().GetResult();
        return folder;
    }
}
