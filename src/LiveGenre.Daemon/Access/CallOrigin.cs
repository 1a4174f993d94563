using System.Net;
using LiveGenre.Grpc;
using Microsoft.AspNetCore.Http;

namespace LiveGenre.Daemon.Access;

/// <summary>What a call says about where it comes from.</summary>
/// <param name="Authorization">The header; empty without one.</param>
/// <param name="Host">The host that the caller named, without its port.</param>
/// <param name="IsForwarded">Whether a proxy passed it on.</param>
internal readonly record struct CallOrigin(string Authorization, string Host, bool IsForwarded)
{
    /// <summary>Of an HTTP request.</summary>
    public static CallOrigin Of(HttpContext http) => new(
        http.Request.Headers.Authorization.ToString(), http.Request.Host.Host,
        http.Request.Headers.ContainsKey("Forwarded") || http.Request.Headers.ContainsKey("X-Forwarded-For"));

    /// <summary>Of a gRPC call.</summary>
    public static CallOrigin Of(ServerCallContext call) => new(
        call.RequestHeaders.GetValue("authorization") ?? "", new HostString(call.Host).Host,
        call.RequestHeaders.Get("forwarded") is not null || call.RequestHeaders.Get("x-forwarded-for") is not null);

    /// <summary>
    /// Whether it is of this machine, where every listener is on loopback: not passed on by a proxy, as far as that shows, and
    /// not sent by a browser that was told that some other name is this machine (DNS rebinding).
    /// </summary>
    public bool IsLocal => !IsForwarded
        && (Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
}
