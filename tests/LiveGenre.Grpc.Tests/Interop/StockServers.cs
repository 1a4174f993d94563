using System.Globalization;

namespace LiveGenre.Grpc.Tests.Interop;

/// <summary>A server that is not ours, started by the first test that needs it.</summary>
public abstract class StockServer : IAsyncLifetime
{
    private ExternalProgram? _program;

    /// <summary>Where it listens.</summary>
    public async Task<Uri> AddressAsync()
    {
        _program ??= StartProgram();
        var line = await _program.FirstLineAsync();
        return new("http://127.0.0.1:" + int.Parse(line["port ".Length..], CultureInfo.InvariantCulture));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_program is not null)
        {
            await _program.DisposeAsync();
        }
    }

    private protected abstract ExternalProgram StartProgram();
}

/// <summary>grpcio's server.</summary>
public sealed class PythonServer : StockServer
{
    private protected override ExternalProgram StartProgram()
        => ExternalProgram.Start(StockGrpc.Python, StockGrpc.Program("python", "server.py"), StockGrpc.PythonMessages);
}

/// <summary>@grpc/grpc-js's server.</summary>
public sealed class NodeServer : StockServer
{
    private protected override ExternalProgram StartProgram()
        => ExternalProgram.Start("node", StockGrpc.Program("node", "server.js"), StockGrpc.ProtoRoots);
}
