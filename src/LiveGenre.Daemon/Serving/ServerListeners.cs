using System.Net;
using System.Net.Security;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving.Limits;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Serving;

/// <summary>Tells Kestrel where to listen, and how: clear text with one protocol a port, or TLS, where the client chooses among both.</summary>
internal static class ServerListeners
{
    /// <summary>A client that says nothing on an HTTP/2 connection for so long is asked whether it is there; half-open sockets must not count for ever.</summary>
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);

    /// <summary>Longer than any client takes for its headers.</summary>
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    public static void Configure(KestrelServerOptions kestrel, ServingOptions options, ServerCertificate? certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = options.Limits.MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        kestrel.Limits.Http2.KeepAlivePingDelay = PingDelay;
        // One more than calls, so that the one too many is told why, instead of waiting within its client.
        kestrel.Limits.Http2.MaxStreamsPerConnection = options.Limits.MaxCallsPerClient + 1;
        var limits = kestrel.ApplicationServices.GetRequiredService<ClientLimits>();
        var stopping = kestrel.ApplicationServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
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
                listen.UseConnectionDrain(options.DrainTimeout, stopping);
                listen.UseConnectionLimit(limits);
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
