namespace LiveGenre.Grpc.Tests.Interop;

/// <summary>Clients that are not ours against our server.</summary>
public sealed class PythonClientTests(InteropServer server) : IClassFixture<InteropServer>
{
    [NeedsPythonTheory]
    [MemberData(nameof(InteropCases.All), MemberType = typeof(InteropCases))]
    public Task Call_ByPythonGrpcio_Passes(string caseName)
        => ExternalProgram.RunAsync(StockGrpc.Python, StockGrpc.Program("python", "cases.py"), StockGrpc.PythonMessages, server.Authority, caseName);
}

/// <summary>Clients that are not ours against our server.</summary>
public sealed class NodeClientTests(InteropServer server) : IClassFixture<InteropServer>
{
    [NeedsNodeTheory]
    [MemberData(nameof(InteropCases.All), MemberType = typeof(InteropCases))]
    public Task Call_ByNodeGrpcJs_Passes(string caseName)
        => ExternalProgram.RunAsync("node", StockGrpc.Program("node", "cases.js"), StockGrpc.ProtoRoots, server.Authority, caseName);
}
