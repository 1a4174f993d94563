using System.Net;
using System.Net.Security;
using LiveGenre.Daemon.Configuration;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Serving;

/// <summary>Tells Kestrel where to listen, and how: clear text with one protocol a port, or TLS, where the client chooses among both.</summary>
internal static class ServerListeners
{
    /// <summary>Calls that one client may have open at once: one page or gateway may watch every source of a large station.</summary>
    private const int MaxStreamsPerConnection = 2_048;

    public static void Configure(KestrelServerOptions kestrel, ServingOptions options, ServerCertificate? certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.Http2.MaxStreamsPerConnection = MaxStreamsPerConnection;
        var logger = kestrel.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ServerListeners));
        Bind(new Uri(options.PageUrl), HttpProtocols.Http1);
        Bind(new Uri(options.GrpcUrl), HttpProtocols.Http2);

        void Bind(Uri url, HttpProtocols inClearText)
        {
            if (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address))
            {
                kestrel.Listen(address, url.Port, listen => Configure(listen, url));
            }
            else
            {
                kestrel.ListenLocalhost(url.Port, listen => Configure(listen, url));
            }

            void Configure(ListenOptions listen, Uri at)
            {
                listen.Protocols = at.Scheme == Uri.UriSchemeHttps ? HttpProtocols.Http1AndHttp2 : inClearText;
                if (at.Scheme == Uri.UriSchemeHttps)
                {
                    listen.UseHttps(new TlsHandshakeCallbackOptions
                    {
                        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate!.Get(logger) }),
                    });
                }
            }
        }
    }
}
