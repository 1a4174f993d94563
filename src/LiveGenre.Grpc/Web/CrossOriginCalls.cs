using LiveGenre.Grpc.Server;
using LiveGenre.Grpc.Wire;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveGenre.Grpc.Web;

/// <summary>Tells browsers which pages of other origins may call, by ASP.NET Core's own CORS rules.</summary>
internal sealed class CrossOriginCalls(ICorsService cors, IOptions<GrpcServiceOptions> options)
{
    private readonly CorsPolicy? _policy = options.Value.Web is { Enabled: true, AllowedOrigins.Count: > 0 } web
        ? new CorsPolicyBuilder([.. web.AllowedOrigins])
            .WithMethods(HttpMethods.Post)
            .AllowAnyHeader()
            .WithExposedHeaders(GrpcHeaderNames.Status, GrpcHeaderNames.Message, GrpcHeaderNames.StatusDetails, GrpcHeaderNames.Encoding, GrpcHeaderNames.AcceptEncoding)
            .Build()
        : null;

    /// <summary>Adds what the policy says to the response; true when the request was only the browser's question.</summary>
    public bool Answer(HttpContext http)
    {
        if (_policy is not null)
        {
            cors.ApplyResult(cors.EvaluatePolicy(http, _policy), http.Response);
        }
        if (!HttpMethods.IsOptions(http.Request.Method))
        {
            return false;
        }
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }
}
