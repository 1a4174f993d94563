using System.Net;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Access;

/// <summary>Which of the URLs that the daemon listens on can be reached from where.</summary>
internal static class Listeners
{
    /// <summary>Those that are reached from beyond this machine.</summary>
    public static IEnumerable<string> Wide(ServingOptions options) => new[] { options.PageUrl, options.GrpcUrl }.Where(IsWide);

    /// <summary>Whether one of them needs a certificate.</summary>
    public static bool AnyHttps(ServingOptions options) =>
        new[] { options.PageUrl, options.GrpcUrl }.Any(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase));

    private static bool IsWide(string url) =>
        IPAddress.TryParse(new Uri(url).Host.Trim('[', ']'), out var address) && !IPAddress.IsLoopback(address);
}
