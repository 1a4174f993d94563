using System.Net;
using System.Net.Sockets;

namespace LiveGenre.Grpc.Tests.Client;

/// <summary>A connection to a server that a test can cut; afterwards new ones can be made.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _ends = [];
    private readonly Uri _server;
    private readonly Task _accepting;

    public Cable(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    public void Cut()
    {
        lock (_ends)
        {
            _ends.ForEach(end => end.Close(timeout: 0)); // a reset, not an orderly end
            _ends.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                var server = new TcpClient();
                await server.ConnectAsync(_server.Host, _server.Port);
                lock (_ends)
                {
                    _ends.AddRange([client.Client, server.Client]);
                }
                _ = CopyAsync(client, server);
                _ = CopyAsync(server, client);
            }
        }
        catch (SocketException)
        {
            // The listener was stopped.
        }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The cable was cut.
        }
        finally
        {
            to.Close();
        }
    }
}
