using Google.Protobuf;
using Grpc.Health.V1;
using LiveGenre.Cli.Connection;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Support;

/// <summary>What a running daemon says of itself.</summary>
internal sealed class DaemonFacts(DaemonConnection daemon)
{
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithIndentation().WithPreserveProtoFieldNames(true));

    private static readonly Method<HealthCheckRequest, HealthCheckResponse> CheckHealth =
        Method.Create<HealthCheckRequest, HealthCheckResponse>(HealthReflection.Descriptor.Services[0], "Check");

    /// <summary>Its version, what the caller may do, and what it warns of.</summary>
    /// <exception cref="CommandFailedException">No daemon answers.</exception>
    public Task<string> AccessAsync(CancellationToken cancellation) => AskAsync(AdminMethods.GetAccess, new GetAccessRequest(), cancellation);

    /// <summary>Its sources with their states and counts, at most a thousand.</summary>
    public Task<string> SourcesAsync(CancellationToken cancellation) => AskAsync(GenreMethods.ListSources, new ListSourcesRequest { PageSize = 1_000 }, cancellation);

    /// <summary>The models beside the one that runs.</summary>
    public Task<string> ModelsAsync(CancellationToken cancellation) => AskAsync(AdminMethods.ListModels, new ListModelsRequest(), cancellation);

    /// <summary>What its store holds, and whether it can be written.</summary>
    public Task<string> HistoryAsync(CancellationToken cancellation) => AskAsync(HistoryMethods.GetHistoryStatus, new GetHistoryStatusRequest(), cancellation);

    /// <summary>grpc.health.v1, and /health/ready.</summary>
    public async Task<string> HealthAsync(CancellationToken cancellation) =>
        $"grpc.health.v1: {await AskAsync(CheckHealth, new HealthCheckRequest(), cancellation)}/health/ready: {await daemon.ReadPageAsync("/health/ready", cancellation)}\n";

    /// <summary>/metrics.</summary>
    public Task<string> MetricsAsync(CancellationToken cancellation) => daemon.ReadPageAsync("/metrics", cancellation);

    private async Task<string> AskAsync<TRequest, TResponse>(Method<TRequest, TResponse> method, TRequest request, CancellationToken cancellation)
        where TRequest : class
        where TResponse : class, IMessage =>
        Json.Format(await daemon.AskAsync(method, request, cancellation)) + "\n";
}
