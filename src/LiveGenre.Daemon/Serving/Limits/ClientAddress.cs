using System.Net;
using System.Net.Sockets;
using LiveGenre.Grpc;

namespace LiveGenre.Daemon.Serving.Limits;

/// <summary>Whom a limit counts as one client.</summary>
internal static class ClientAddress
{
    private const int SiteBytes = 8; // a /64, of which whoever has one address has all

    /// <summary>The address; of IPv6 the network that it is of.</summary>
    public static IPAddress Of(EndPoint? remote) => Of((remote as IPEndPoint)?.Address);

    /// <inheritdoc cref="Of(EndPoint?)"/>
    public static IPAddress Of(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, SiteBytes, bytes.Length - SiteBytes);
        return new IPAddress(bytes);
    }

    /// <summary>Whose call it is.</summary>
    public static IPAddress Of(ServerCallContext call) =>
        Of(IPEndPoint.TryParse(call.Peer[(call.Peer.IndexOf(':', StringComparison.Ordinal) + 1)..], out var peer) ? peer : null);
}
