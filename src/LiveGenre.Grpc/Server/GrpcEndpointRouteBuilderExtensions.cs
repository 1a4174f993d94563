using LiveGenre.Grpc;
using LiveGenre.Grpc.Health;
using LiveGenre.Grpc.Reflection;
using LiveGenre.Grpc.Server;
using LiveGenre.Grpc.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services into the routes of an application.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    private static readonly string[] HttpVerbs = [HttpMethods.Post, HttpMethods.Options];

    /// <summary>
    /// Serves <paramref name="definition"/> under <c>/package.Service/Method</c>, as gRPC over HTTP/2 and as
    /// gRPC-Web over any HTTP. Calls that no service takes are answered with UNIMPLEMENTED.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>AddGrpc</c> was not called.</exception>
    public static IEndpointConventionBuilder MapGrpcService(this IEndpointRouteBuilder endpoints, ServerServiceDefinition definition)
    {
        var services = endpoints.ServiceProvider;
        if (services.GetService<ServerCallRunner>() is not { } runner)
        {
            throw new InvalidOperationException("Call services.AddGrpc() before mapping a gRPC service.");
        }
        var crossOrigin = services.GetRequiredService<CrossOriginCalls>();
        var group = endpoints.MapGroup("");
        foreach (var method in definition.Methods)
        {
            group.MapMethods(method.FullName, HttpVerbs, http => crossOrigin.Answer(http) ? Task.CompletedTask : runner.RunAsync(http, method))
                .WithDisplayName("gRPC - " + method.FullName);
        }
        services.GetRequiredService<UnknownMethods>().Map(endpoints, definition.Methods);
        return group;
    }

    /// <summary>Serves <paramref name="health"/> as <c>grpc.health.v1.Health</c>.</summary>
    public static IEndpointConventionBuilder MapGrpcHealthService(this IEndpointRouteBuilder endpoints, HealthService health)
        => endpoints.MapGrpcService(health.BindService());

    /// <summary>Serves what is known of <paramref name="services"/> as <c>grpc.reflection.v1.ServerReflection</c> and as its older <c>v1alpha</c>.</summary>
    public static IEndpointConventionBuilder MapGrpcReflectionService(this IEndpointRouteBuilder endpoints, IEnumerable<ServiceDescriptor> services)
        => endpoints.MapGrpcService(new ReflectionService(services).BindService());
}
