using LiveGenre.Grpc.Client;

namespace LiveGenre.Grpc.Tests.Interop;

/// <summary>Our client against grpcio's server.</summary>
public sealed class OurClientOnPythonServerTests(PythonServer server) : IClassFixture<PythonServer>
{
    [NeedsPythonTheory]
    [MemberData(nameof(InteropCases.TestService), MemberType = typeof(InteropCases))]
    public async Task Call_OfPythonServer_Passes(string caseName)
    {
        using var channel = GrpcChannel.ForAddress(await server.AddressAsync());
        await new ClientCases(channel) { ServerChecksCompression = false }.RunAsync(caseName).WaitAsync(TimeSpan.FromSeconds(30));
    }
}

/// <summary>Our client against grpc-js' server.</summary>
public sealed class OurClientOnNodeServerTests(NodeServer server) : IClassFixture<NodeServer>
{
    [NeedsNodeTheory]
    [MemberData(nameof(InteropCases.TestService), MemberType = typeof(InteropCases))]
    public async Task Call_OfNodeServer_Passes(string caseName)
    {
        using var channel = GrpcChannel.ForAddress(await server.AddressAsync());
        await new ClientCases(channel) { ServerChecksCompression = false, ServerCanCompress = false }.RunAsync(caseName).WaitAsync(TimeSpan.FromSeconds(30));
    }
}

/// <summary>Our client against our server.</summary>
public sealed class OurClientOnOurServerTests(InteropServer server) : IClassFixture<InteropServer>
{
    [Theory]
    [MemberData(nameof(InteropCases.TestService), MemberType = typeof(InteropCases))]
    public async Task Call_OfOurServer_Passes(string caseName)
    {
        using var channel = GrpcChannel.ForAddress(server.Http2);
        await new ClientCases(channel).RunAsync(caseName).WaitAsync(TimeSpan.FromSeconds(30));
    }
}
