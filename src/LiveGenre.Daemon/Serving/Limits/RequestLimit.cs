using LiveGenre.Grpc.Server;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LiveGenre.Daemon.Serving.Limits;

/// <summary>Lets a client's requests in as far as its limits go; a call gets RESOURCE_EXHAUSTED beyond that, any other request HTTP's 429.</summary>
internal sealed class RequestLimit(RequestDelegate next, ClientLimits limits)
{
    /// <summary>Answers a request, or passes it on.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var closing = http.Features.Get<ConnectionLimit.Refusal>();
        var refusal = closing?.Reason;
        using var place = refusal is null ? limits.EnterCall(ClientAddress.Of(http.Connection.RemoteIpAddress), out refusal) : null;
        if (refusal is null)
        {
            await next(http);
            return;
        }
        if (closing is not null)
        {
            http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        }
        if (!await http.TryRefuseCallAsync(refusal))
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = "1";
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(refusal.Status.Detail, http.RequestAborted);
        }
    }
}
