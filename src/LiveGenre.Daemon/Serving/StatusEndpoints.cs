using LiveGenre.Daemon.History;
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
        routes.MapGet("/health/ready", (SourceFeeds feeds, HistoryWriter history) =>
        {
            var sources = feeds.All.Select(f => new { id = f.Id, state = f.Status.State.ToString(), detail = f.Status.Entry.Detail }).ToList();
            // Ready to serve: at least one source can be judged, or none was asked for.
            var isReady = feeds.All.Count == 0 || feeds.All.Any(f => SourceHealth.IsServing(f.Status.State));
            // History that cannot be written is shown, and takes nothing from the live service.
            var past = new { writing = history.Trouble is null, trouble = history.Trouble ?? "" };
            return Results.Json(new { status = isReady ? "ready" : "not ready", sources, history = past }, statusCode: isReady ? 200 : 503);
        });
        routes.MapGet("/metrics", (PrometheusExporter exporter) =>
            Results.Text(exporter.Collect(), PrometheusExporter.ContentType));
    }
}
