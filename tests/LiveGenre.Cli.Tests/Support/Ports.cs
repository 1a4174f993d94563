using System.Net;
using System.Net.Sockets;

namespace LiveGenre.Cli.Tests.Support;

/// <summary>Ports of this machine.</summary>
internal static class Ports
{
    /// <summary>One that was free a moment ago.</summary>
    public static int Free()
    {
        using var listener = Take(out var port);
        return port;
    }

    /// <summary>One that is taken until the answer is disposed.</summary>
    public static TcpListener Take(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }
}
