using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiveGenre.Grpc.Server;

/// <summary>
/// Answers gRPC calls that no service takes with UNIMPLEMENTED, where HTTP's 404 would tell the client
/// less. Requests that are not gRPC's stay with the other routes.
/// </summary>
internal sealed class UnknownMethods(ServerCallRunner runner)
{
    /// <summary>The name under which routes use <see cref="OnlyCalls"/>.</summary>
    public const string ConstraintName = "livegenre-grpc-call";

    private readonly HashSet<string> _services = [];
    private bool _mapped;

    /// <summary>Notes the services of <paramref name="methods"/> and maps the fallback once.</summary>
    public void Map(IEndpointRouteBuilder endpoints, IEnumerable<ServerMethod> methods)
    {
        _services.UnionWith(methods.Select(method => method.ServiceName));
        if (_mapped)
        {
            return;
        }
        _mapped = true;
        endpoints.MapPost($"{{service}}/{{method:{ConstraintName}}}", AnswerAsync)
            .WithDisplayName("gRPC - unknown method")
            .Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = int.MaxValue);
    }

    private Task AnswerAsync(HttpContext http)
    {
        var (service, method) = ((string?)http.GetRouteValue("service"), (string?)http.GetRouteValue("method"));
        var detail = service is not null && _services.Contains(service)
            ? $"The service {service} has no method {method}."
            : $"This server has no service {service}.";
        return runner.RefuseAsync(http, new(StatusCode.Unimplemented, detail), []);
    }

    /// <summary>Lets a route see gRPC requests only.</summary>
    internal sealed class OnlyCalls : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection)
            => httpContext is not null && WireFormats.TryParse(httpContext.Request.ContentType, out _);
    }
}
