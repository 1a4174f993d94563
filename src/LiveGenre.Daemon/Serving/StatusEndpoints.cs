using LiveGenre.Daemon.Access;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiveGenre.Daemon.Serving;

/// <summary>
/// Plain HTTP for those who watch the daemon: <c>/health/live</c> and <c>/health/ready</c> for any probe, without the names
/// of sources for who may not read, and <c>/metrics</c> for who may.
/// </summary>
internal static class StatusEndpoints
{
    // Many probes ask for the status alone.
    private static readonly string[] Probes = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health/live", Probes, (PipelinePulse pulse) =>
            pulse.IsAlive ? Results.Json(new { status = "live" }) : Results.Json(new { status = "stuck" }, statusCode: StatusCodes.Status503ServiceUnavailable));
        routes.MapMethods("/health/ready", Probes, (HttpContext http, Readiness readiness, SourceFeeds feeds, LiveModel live, ModelHealth model, HistoryWriter history, AccessPolicy access) =>
        {
            var mayRead = access.MayRead(http, out _);
            var sources = (mayRead ? feeds.All : []).Select(f => new { id = f.Id, state = f.Status.State.ToString(), detail = f.Status.Entry.Detail }).ToList();
            var isReady = readiness.IsReady;
            // History that cannot be written is shown, and takes nothing from the live service.
            var past = new { writing = history.Trouble is null, trouble = mayRead ? history.Trouble ?? "" : "" };
            var classifier = new { id = live.Current.Manifest.Id, state = model.State.IsFailing ? "failing" : "answering", detail = model.State.Detail };
            var answer = new { status = isReady ? "ready" : "not ready", model = classifier, sources, history = past };
            return Results.Json(answer, statusCode: isReady ? 200 : 503);
        });
        routes.MapGet("/metrics", (HttpContext http, PrometheusExporter exporter, AccessPolicy access) =>
        {
            if (access.MayRead(http, out var why))
            {
                return Results.Stream(exporter.WriteAsync, PrometheusExporter.ContentType);
            }
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Results.Text(why, statusCode: StatusCodes.Status401Unauthorized);
        });
    }
}
