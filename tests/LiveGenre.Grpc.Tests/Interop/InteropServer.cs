using Grpc.Testing;
using LiveGenre.Grpc.Health;
using LiveGenre.Grpc.Server;
using Microsoft.AspNetCore.Builder;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace LiveGenre.Grpc.Tests.Interop;

/// <summary>Our server with everything that the interoperability cases call. One for each class of tests.</summary>
public sealed class InteropServer : IAsyncLifetime
{
    private GrpcTestServer? _server;

    /// <summary>host:port of HTTP/2 in clear text.</summary>
    public string Authority => Http2.Authority;

    /// <summary>The same as a URL.</summary>
    public Uri Http2 => _server!.Http2;

    /// <summary>HTTP/1.1, for gRPC-Web.</summary>
    public Uri Http1 => _server!.Http1;

    public async Task InitializeAsync()
    {
        var health = new HealthService();
        health.SetStatus("", ServingStatus.Serving);
        _server = await GrpcTestServer.StartAsync(
            app =>
            {
                app.Use(async (http, next) =>
                {
                    if (http.Request.Path == "/grpc.health.v1.Health/Watch")
                    {
                        health.SetStatus("changing", ServingStatus.Serving);
                    }
                    await next(http);
                    if (http.Request.Path == "/grpc.health.v1.Health/List")
                    {
                        health.SetStatus("changing", ServingStatus.NotServing);
                    }
                });
                app.MapGrpcService(TestServiceImpl.Bind());
                app.MapGrpcHealthService(health);
                app.MapGrpcReflectionService(TestReflection.Descriptor.Services);
            },
            options => options.ResponseCompression = ResponseCompression.Gzip);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
