using System.Net;
using System.Net.Sockets;
using LiveGenre.Cli.Connection;
using LiveGenre.Cli.Watching;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;

namespace LiveGenre.Cli.Tests.Connection;

public sealed class DaemonConnectionTests
{
    [Fact]
    public async Task Call_OverAConnectionThatLeadsNowhereAnyMore_EndsBeforeAWatchGivesItUp()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var silent = Task.Run(async () =>
        {
            using var peer = await listener.AcceptTcpClientAsync();
            // An empty SETTINGS frame and its acknowledgement, then nothing, not even to pings.
            await peer.GetStream().WriteAsync(new byte[] { 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0 });
            await peer.GetStream().CopyToAsync(Stream.Null);
        });
        using var daemon = new DaemonConnection($"http://{listener.LocalEndpoint}", "", authority: null, trustsAnyone: false);
        using var call = daemon.Calls.AsyncServerStreamingCall(GenreMethods.Watch, default, new());

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().WaitAsync(SourceWatch.LongestSilence));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        await silent; // the connection is closed, so that the next call makes another
    }
}
