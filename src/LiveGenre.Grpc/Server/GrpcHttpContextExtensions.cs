using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LiveGenre.Grpc.Server;

/// <summary>For middleware that answers calls before they are routed.</summary>
public static class GrpcHttpContextExtensions
{
    /// <summary>Ends a call with the status and the trailers of <paramref name="refusal"/>; false, and nothing done, where the request is no gRPC call.</summary>
    public static async Task<bool> TryRefuseCallAsync(this HttpContext http, RpcException refusal)
    {
        if (!WireFormats.TryParse(http.Request.ContentType, out _))
        {
            return false;
        }
        await http.RequestServices.GetRequiredService<ServerCallRunner>().RefuseAsync(http, refusal.Status, refusal.Trailers);
        return true;
    }
}
