using System.Threading.Channels;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Watching;

/// <summary>Keeps one subscription alive: after a loss it goes on with the token of the last response, so that no event is missed.</summary>
/// <param name="calls">Starts calls to the daemon.</param>
/// <param name="sourceId">The source.</param>
/// <param name="time">The clock.</param>
internal sealed class SourceWatch(CallInvoker calls, string sourceId, TimeProvider time)
{
    /// <summary>A daemon sends a heartbeat every 10 s at the least; one that is silent for longer is not heard.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private readonly RetryBackoff _backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10), Random.Shared);
    private string _token = "";

    /// <summary>Runs until <paramref name="stop"/> fires.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    public async Task RunAsync(ChannelWriter<WatchEvent> events, CancellationToken stop)
    {
        while (true)
        {
            var why = await SubscribeAsync(events, stop);
            var delay = _backoff.NextDelay();
            await events.WriteAsync(new(sourceId, Link: LinkState.Lost(time.GetUtcNow(), why, delay)), stop);
            await Task.Delay(delay, time, stop);
        }
    }

    /// <summary>One subscription, from the call to its end.</summary>
    /// <returns>Why it ended.</returns>
    private async Task<string> SubscribeAsync(ChannelWriter<WatchEvent> events, CancellationToken stop)
    {
        using var silence = new CancellationTokenSource(LongestSilence, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, stop);
        try
        {
            var request = new WatchGenreRequest { SourceId = sourceId, ResumeToken = _token };
            using var call = calls.AsyncServerStreamingCall(GenreMethods.Watch, new CallOptions(CancellationToken: end.Token), request);
            var isFirst = true;
            await foreach (var response in call.ResponseStream.ReadAllAsync(end.Token))
            {
                silence.CancelAfter(LongestSilence);
                if (isFirst)
                {
                    isFirst = false;
                    _backoff.Reset();
                    await events.WriteAsync(new(sourceId, Link: LinkState.Up(time.GetUtcNow())), stop);
                }
                _token = response.ResumeToken;
                await events.WriteAsync(new(sourceId, Response: response), stop);
            }
            return "The daemon ended the stream";
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            if (silence.IsCancellationRequested)
            {
                return $"Nothing was heard for {LongestSilence.TotalSeconds:0} s";
            }
            var status = ((RpcException)error).Status;
            // Another daemon may be there now, which cannot read the old one's token.
            _token = status.StatusCode == StatusCode.InvalidArgument ? "" : _token;
            return status.Detail;
        }
    }
}
