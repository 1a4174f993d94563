using LiveGenre.Grpc.Server;
using LiveGenre.Grpc.Web;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds gRPC to an application.</summary>
public static class GrpcServiceCollectionExtensions
{
    /// <summary>Adds what <c>MapGrpcService</c> needs. Settings are checked at start.</summary>
    public static IServiceCollection AddGrpc(this IServiceCollection services, Action<GrpcServiceOptions>? configure = null)
    {
        services.AddRouting(routing => routing.SetParameterPolicy<UnknownMethods.OnlyCalls>(UnknownMethods.ConstraintName));
        services.AddCors();
        var options = services.AddOptions<GrpcServiceOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GrpcServiceOptions>, GrpcServiceOptionsValidator>());
        services.AddMetrics();
        services.TryAddSingleton<GrpcServerMetrics>();
        services.TryAddSingleton<ServerCallRunner>();
        services.TryAddSingleton<UnknownMethods>();
        services.TryAddSingleton<CrossOriginCalls>();
        return services;
    }
}
