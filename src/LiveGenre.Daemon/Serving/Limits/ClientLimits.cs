using System.Net;
using System.Threading.RateLimiting;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Grpc;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Serving.Limits;

/// <summary>Counts what each client holds and asks for, and says which limit of <c>LiveGenre:Serving:Limits</c> is reached. Safe for any thread.</summary>
internal sealed class ClientLimits : IDisposable
{
    /// <summary>Seconds of <see cref="LimitOptions.MaxRequestsPerSecondPerClient"/> that may come at once: pages that load, subscribers that come back after a restart.</summary>
    private const int BurstSeconds = 10;

    /// <summary>Connections beyond a client's limit that are told why before they are closed, of all clients.</summary>
    private const int MostToldWhy = 16;

    private readonly LimitOptions _options;
    private readonly LimitMetrics _metrics;
    private readonly LimitLog _log;
    private readonly PartitionedRateLimiter<IPAddress> _connections;
    private readonly PartitionedRateLimiter<IPAddress> _calls;
    private readonly PartitionedRateLimiter<IPAddress> _requests;
    private readonly PartitionedRateLimiter<IPAddress> _pushed;
    private readonly ConcurrencyLimiter _toldWhy = new(AtOnce(MostToldWhy));

    public ClientLimits(LiveGenreOptions options, LimitMetrics metrics, TimeProvider time, ILogger<ClientLimits> logger)
    {
        (_options, _metrics, _log) = (options.Serving.Limits, metrics, new LimitLog(logger, time));
        _connections = AtOnceEach(_options.MaxConnectionsPerClient);
        _calls = AtOnceEach(_options.MaxCallsPerClient);
        _pushed = AtOnceEach(_options.MaxPushedStreamsPerClient);
        var rate = new TokenBucketRateLimiterOptions
        {
            TokenLimit = _options.MaxRequestsPerSecondPerClient * BurstSeconds,
            TokensPerPeriod = _options.MaxRequestsPerSecondPerClient,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        };
        _requests = PartitionedRateLimiter.Create<IPAddress, IPAddress>(client => RateLimitPartition.GetTokenBucketLimiter(client, _ => rate));
    }

    /// <summary>Takes a place for a connection.</summary>
    public RateLimitLease EnterConnection(IPAddress client) => _connections.AttemptAcquire(client);

    /// <summary>Takes one of the few places of connections that are told what <see cref="RefuseConnection"/> says.</summary>
    public RateLimitLease EnterToBeToldWhy() => _toldWhy.AttemptAcquire();

    /// <summary>Counts a connection that got no place.</summary>
    public RpcException RefuseConnection(IPAddress client) => Refuse(client,
        nameof(LimitOptions.MaxConnectionsPerClient), _options.MaxConnectionsPerClient, "connections are open");

    /// <summary>Takes a place for a call or request.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="refusal">Why there is none; null where there is.</param>
    /// <returns>Gives the place back.</returns>
    public IDisposable? EnterCall(IPAddress client, out RpcException? refusal)
    {
        if (!_requests.AttemptAcquire(client).IsAcquired)
        {
            refusal = Refuse(client, nameof(LimitOptions.MaxRequestsPerSecondPerClient), _options.MaxRequestsPerSecondPerClient, "calls a second are taken");
            return null;
        }
        var place = _calls.AttemptAcquire(client);
        refusal = place.IsAcquired ? null : Refuse(client, nameof(LimitOptions.MaxCallsPerClient), _options.MaxCallsPerClient, "calls are open");
        return place;
    }

    /// <summary>Takes a place for a pushed stream.</summary>
    /// <returns>Gives the place back.</returns>
    /// <exception cref="RpcException">There is none.</exception>
    public IDisposable EnterPushedStream(IPAddress client)
    {
        var place = _pushed.AttemptAcquire(client);
        return place.IsAcquired
            ? place
            : throw Refuse(client, nameof(LimitOptions.MaxPushedStreamsPerClient), _options.MaxPushedStreamsPerClient, "pushed streams are open");
    }

    /// <summary>Counts audio that a pushed stream has brought.</summary>
    /// <exception cref="RpcException">It is too much.</exception>
    public void RequireUpload(IPAddress client, long bytes)
    {
        if (bytes > _options.MaxUploadBytes)
        {
            throw Refuse(client, nameof(LimitOptions.MaxUploadBytes), _options.MaxUploadBytes, "bytes of audio are taken in one call; begin another");
        }
    }

    public void Dispose()
    {
        foreach (var limiter in new[] { _connections, _calls, _requests, _pushed })
        {
            limiter.Dispose();
        }
        _toldWhy.Dispose();
    }

    private RpcException Refuse(IPAddress client, string limit, long value, string what)
    {
        _metrics.Refused(limit);
        _log.Refused(client, limit, value);
        return RequestErrors.LimitReached($"{LiveGenreOptions.Section}:Serving:Limits:{limit}", value, what);
    }

    private static PartitionedRateLimiter<IPAddress> AtOnceEach(int places) => PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        client => RateLimitPartition.GetConcurrencyLimiter(client, _ => AtOnce(places)));

    private static ConcurrencyLimiterOptions AtOnce(int places) => new() { PermitLimit = places };
}
