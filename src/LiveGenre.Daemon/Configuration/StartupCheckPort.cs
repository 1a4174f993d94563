using System.Net;
using System.Net.Sockets;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Finds out whether a URL of <c>LiveGenre:Serving</c> can be listened on.</summary>
internal static class StartupCheckPort
{
    /// <summary>Tries those URLs with which nothing is wrong.</summary>
    public static IEnumerable<StartupCheckResult> Run(ServingOptions options, SettingsErrors errors)
    {
        (string Key, string Url)[] endpoints =
            [($"{LiveGenreOptions.Section}:Serving:PageUrl", options.PageUrl), ($"{LiveGenreOptions.Section}:Serving:GrpcUrl", options.GrpcUrl)];
        return endpoints.Where(endpoint => errors.AreRight(endpoint.Key)).Select(endpoint => Try(endpoint.Key, new Uri(endpoint.Url)));
    }

    private static StartupCheckResult Try(string name, Uri url)
    {
        var address = IPAddress.TryParse(url.Host.Trim('[', ']'), out var parsed) ? parsed : IPAddress.Loopback;
        try
        {
            using var listener = new TcpListener(address, url.Port);
            listener.Start();
            return StartupCheckResult.Ok("port", name, $"{url.OriginalString} is free");
        }
        catch (SocketException error)
        {
            var fix = error.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "the port is in use by another program, perhaps by a LiveGenre that runs already; end that program, or set another port (--page, --grpc).",
                SocketError.AccessDenied => "this user may not listen on that port; set one from 1024 on.",
                SocketError.AddressNotAvailable => "this machine has no such address; set one of its own, or 127.0.0.1.",
                _ => error.Message,
            };
            return StartupCheckResult.Failed("port", name, $"{url.OriginalString}: {fix}");
        }
    }
}
