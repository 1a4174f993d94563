using System.Diagnostics.Metrics;

namespace LiveGenre.Grpc.Server;

/// <summary>Counts calls by method, and ended ones by status, in the meter LiveGenre.Grpc.</summary>
internal sealed class GrpcServerMetrics
{
    public const string MeterName = "LiveGenre.Grpc";

    private readonly UpDownCounter<int> _active;
    private readonly Counter<long> _ended;

    public GrpcServerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _active = meter.CreateUpDownCounter<int>("livegenre.grpc.server.active_calls", "{call}", "Calls that have not ended.");
        _ended = meter.CreateCounter<long>("livegenre.grpc.server.calls", "{call}", "Calls that have ended, by status.");
    }

    /// <summary>Counts a call of <paramref name="method"/> as active until it is disposed.</summary>
    public ActiveCall Start(ServerMethod method)
    {
        var name = new KeyValuePair<string, object?>("rpc.method", method.FullName[1..]);
        _active.Add(1, name);
        return new(this, name);
    }

    internal sealed class ActiveCall(GrpcServerMetrics metrics, KeyValuePair<string, object?> method) : IDisposable
    {
        private bool _ended;

        /// <summary>Counts the call as ended, the first time; answers <paramref name="end"/>.</summary>
        public CallEnd End(CallEnd end)
        {
            if (!_ended)
            {
                _ended = true;
                metrics._ended.Add(1, method, new("rpc.response.status_code", end.Status.StatusCode.ToString()));
            }
            return end;
        }

        public void Dispose() => metrics._active.Add(-1, method);
    }
}
