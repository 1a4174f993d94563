using System.Threading.Channels;
using Grpc.Health.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace LiveGenre.Grpc.Health;

/// <summary>
/// The health of this server's services, as <c>grpc.health.v1.Health</c>. The server as a whole is the
/// service "" and not serving until <see cref="SetStatus"/> says so. Safe for any thread.
/// </summary>
public sealed class HealthService
{
    // The bound that the standard names for List.
    private const int MaxListedServices = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServingStatus> _statuses = new() { [""] = ServingStatus.NotServing };
    private readonly HashSet<Watcher> _watchers = [];

    /// <summary>Sets the status of <paramref name="service"/>, which is registered by that, and tells all who watch it.</summary>
    public void SetStatus(string service, ServingStatus status)
    {
        lock (_gate)
        {
            _statuses[service] = status;
            Publish(service, status);
        }
    }

    /// <summary>Takes <paramref name="service"/> out of the register; who watches it sees SERVICE_UNKNOWN.</summary>
    public void ClearStatus(string service)
    {
        lock (_gate)
        {
            _statuses.Remove(service);
            Publish(service, ServingStatus.ServiceUnknown);
        }
    }

    /// <summary>The status now; NOT_FOUND for a service that is not registered.</summary>
    public Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        lock (_gate)
        {
            return _statuses.TryGetValue(request.Service, out var status)
                ? Task.FromResult(new HealthCheckResponse { Status = status })
                : throw new RpcException(new(StatusCode.NotFound, $"The service '{request.Service}' is not registered for health checks."));
        }
    }

    /// <summary>All statuses now; RESOURCE_EXHAUSTED above a hundred.</summary>
    public Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        lock (_gate)
        {
            if (_statuses.Count > MaxListedServices)
            {
                throw new RpcException(new(StatusCode.ResourceExhausted, $"{_statuses.Count} services are registered; at most {MaxListedServices} are listed."));
            }
            var response = new HealthListResponse();
            foreach (var (service, status) in _statuses)
            {
                response.Statuses.Add(service, new HealthCheckResponse { Status = status });
            }
            return Task.FromResult(response);
        }
    }

    /// <summary>The status now and after each change, SERVICE_UNKNOWN while not registered. A slow reader misses what was overtaken.</summary>
    public async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responses, ServerCallContext context)
    {
        var watcher = new Watcher(request.Service);
        lock (_gate)
        {
            watcher.Publish(_statuses.GetValueOrDefault(request.Service, ServingStatus.ServiceUnknown));
            _watchers.Add(watcher);
        }
        try
        {
            ServingStatus? sent = null;
            await foreach (var status in watcher.Changes.ReadAllAsync(context.CancellationToken))
            {
                if (status != sent)
                {
                    await responses.WriteAsync(new HealthCheckResponse { Status = status }, context.CancellationToken);
                    sent = status;
                }
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(watcher);
            }
        }
    }

    /// <summary>The methods of <c>grpc.health.v1.Health</c>, answered by this object.</summary>
    public ServerServiceDefinition BindService()
    {
        var service = HealthReflection.Descriptor.Services[0];
        return ServerServiceDefinition.CreateBuilder()
            .AddMethod(Method.Create<HealthCheckRequest, HealthCheckResponse>(service, nameof(Check)), Check)
            .AddMethod(Method.Create<HealthListRequest, HealthListResponse>(service, nameof(List)), List)
            .AddMethod(Method.Create<HealthCheckRequest, HealthCheckResponse>(service, nameof(Watch)), Watch)
            .Build();
    }

    private void Publish(string service, ServingStatus status)
    {
        foreach (var watcher in _watchers)
        {
            if (watcher.Service == service)
            {
                watcher.Publish(status);
            }
        }
    }

    /// <summary>One Watch call: of the statuses that it has not sent yet, only the newest counts.</summary>
    private sealed class Watcher(string service)
    {
        private readonly Channel<ServingStatus> _latest = Channel.CreateBounded<ServingStatus>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

        public string Service => service;

        public ChannelReader<ServingStatus> Changes => _latest.Reader;

        public void Publish(ServingStatus status) => _latest.Writer.TryWrite(status);
    }
}
