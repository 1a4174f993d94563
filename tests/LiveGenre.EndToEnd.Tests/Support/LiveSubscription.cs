using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>A subscriber in this process, with our own client.</summary>
internal sealed class LiveSubscription : IDisposable
{
    private readonly AsyncServerStreamingCall<WatchGenreResponse> _call;

    public LiveSubscription(CallInvoker calls, string sourceId)
    {
        _call = calls.AsyncServerStreamingCall(GenreMethods.Watch, default, new WatchGenreRequest { SourceId = sourceId });
        Events = new ReceivedEvents($"Our subscriber to {sourceId}");
        _ = ReadAsync();
    }

    public ReceivedEvents Events { get; }

    public void Dispose() => _call.Dispose();

    private async Task ReadAsync()
    {
        try
        {
            while (await _call.ResponseStream.MoveNext(CancellationToken.None))
            {
                Events.Add(_call.ResponseStream.Current, DateTimeOffset.UtcNow);
            }
            Events.End("OK", "");
        }
        catch (RpcException error)
        {
            Events.End(error.StatusCode.ToString(), error.Status.Detail);
        }
    }
}
