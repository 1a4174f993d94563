using System.Net;
using System.Net.Sockets;

namespace LiveGenre.Capture.FFmpeg;

/// <summary>Which addresses a <see cref="StreamReach"/> covers.</summary>
internal static class ReachableHosts
{
    // Link-local (RFC 3927, RFC 4291), and where some clouds answer questions about a machine beside that.
    private static readonly IPNetwork[] Metadata = Parse(
        "169.254.0.0/16", "fe80::/10", "fd00:ec2::254/128", "100.100.100.200/32", "192.0.0.0/24");

    // IANA's special-purpose registries (RFC 6890) of IPv4, with multicast; of IPv6 only 2000::/3 is public.
    private static readonly IPNetwork[] NotPublic = Parse(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.0.2.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "2001:db8::/32");

    private static readonly IPNetwork PublicIPv6 = IPNetwork.Parse("2000::/3");

    // Addresses of IPv6 that carry one of IPv4, and where: RFC 6052 (NAT64) at byte 12, RFC 3056 (6to4) at byte 2.
    private static readonly (IPNetwork Network, int At)[] Carriers = [(IPNetwork.Parse("64:ff9b::/96"), 12), (IPNetwork.Parse("2002::/16"), 2)];

    /// <summary>Whether streams of this address may be opened.</summary>
    public static bool Covers(this StreamReach reach, IPAddress address)
    {
        address = Unwrap(address);
        return reach switch
        {
            StreamReach.Any => true,
            _ when Metadata.Any(network => network.Contains(address)) => false,
            StreamReach.Private => true,
            _ => !NotPublic.Any(network => network.Contains(address))
                && (address.AddressFamily == AddressFamily.InterNetwork || PublicIPv6.Contains(address)),
        };
    }

    /// <summary>The IPv4 address that an IPv6 one stands for; itself where it stands for none.</summary>
    private static IPAddress Unwrap(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }
        var bytes = address.GetAddressBytes();
        if (bytes.Length == 16 && bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0 && bytes[12] != 0)
        {
            return new IPAddress(bytes.AsSpan(12)); // ::a.b.c.d, as of old
        }
        foreach (var (network, at) in Carriers)
        {
            if (network.Contains(address))
            {
                return new IPAddress(bytes.AsSpan(at, 4));
            }
        }
        return address;
    }

    private static IPNetwork[] Parse(params string[] networks) => [.. networks.Select(network => IPNetwork.Parse(network))];
}
