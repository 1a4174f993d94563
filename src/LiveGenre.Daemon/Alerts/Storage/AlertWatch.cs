using System.Threading.Channels;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Alerts.Storage;

/// <summary>One client that watches alerts. No change is ever left out: a client that falls far behind is cut off, and sees all that is open when it comes back.</summary>
/// <param name="sourceId">The source that it asked for; empty for all.</param>
internal sealed class AlertWatch(string sourceId)
{
    /// <summary>Changes that may wait: a thousand sources that go silent at once.</summary>
    private const int Capacity = 4_096;

    private readonly Channel<Alert> _changes = Channel.CreateBounded<Alert>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    /// <summary>Changes that wait, in order.</summary>
    public ChannelReader<Alert> Changes => _changes.Reader;

    /// <summary>Whether it asked for alerts of that source.</summary>
    public bool Wants(Alert alert) => sourceId.Length == 0 || alert.SourceId == sourceId;

    /// <summary>Queues a change; never waits.</summary>
    public void Offer(Alert alert)
    {
        if (Wants(alert) && !_changes.Writer.TryWrite(alert))
        {
            _changes.Writer.TryComplete(new RpcException(new Status(StatusCode.ResourceExhausted,
                "The client reads too slowly; watch again, which begins with the alerts that are open.")));
        }
    }
}
