using LiveGenre.Daemon.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiveGenre.Daemon.Serving;

/// <summary>Plain HTTP for those who watch the daemon: <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.</summary>
internal static class StatusEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Json(new { status = "live" }));
        routes.MapGet("/health/ready", (SourceFeeds feeds) =>
        {
            var sources = feeds.All.Select(f => new { id = f.Id, state = f.Status.State.ToString(), detail = f.Status.Entry.Detail }).ToList();
            // Ready to serve: at least one source can be judged, or none was asked for.
            var isReady = feeds.All.Count == 0 || feeds.All.Any(f => SourceHealth.IsServing(f.Status.State));
            return Results.Json(new { status = isReady ? "ready" : "not ready", sources }, statusCode: isReady ? 200 : 503);
        });
        routes.MapGet("/metrics", (PrometheusExporter exporter) =>
            Results.Text(exporter.Collect(), PrometheusExporter.ContentType));
    }
}
