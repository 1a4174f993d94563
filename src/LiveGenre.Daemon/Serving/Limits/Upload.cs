using System.Net;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Serving.Limits;

/// <summary>The requests and answers of one pushed stream, as long as they keep coming and going and are not too much: its place is scarce.</summary>
internal sealed class Upload : IDisposable
{
    private readonly IAsyncStreamReader<ClassifyAudioRequest> _requests;
    private readonly ClientLimits _limits;
    private readonly IPAddress _client;
    private readonly TimeSpan _patience;
    private readonly CancellationToken _ended;
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _either;
    private long _bytes;

    /// <param name="requests">What the client sends.</param>
    /// <param name="limits">Says when it is too much.</param>
    /// <param name="client">Who sends.</param>
    /// <param name="patience">How long a whole message may take, and the reading of an answer.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ended">Fires when the call is over.</param>
    public Upload(
        IAsyncStreamReader<ClassifyAudioRequest> requests, ClientLimits limits, IPAddress client, TimeSpan patience, TimeProvider time, CancellationToken ended)
    {
        (_requests, _limits, _client, _patience, _ended) = (requests, limits, client, patience, ended);
        _idle = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(ended, _idle.Token);
    }

    /// <summary>The next request; null after the last.</summary>
    /// <exception cref="RpcException">None came for too long, or they are too much.</exception>
    public async Task<ClassifyAudioRequest?> NextAsync()
    {
        var hasNext = false;
        await InTimeAsync(async () => hasNext = await _requests.MoveNext(_either.Token), "No whole message has come");
        if (!hasNext)
        {
            return null;
        }
        _limits.RequireUpload(_client, _bytes += _requests.Current.Audio.Length);
        return _requests.Current;
    }

    /// <summary>Sends an answer, and waits while the client reads more slowly.</summary>
    /// <exception cref="RpcException">It has read none for too long.</exception>
    public Task AnswerAsync(IServerStreamWriter<ClassifyAudioResponse> responses, ClassifyAudioResponse answer) =>
        InTimeAsync(() => responses.WriteAsync(answer, _either.Token), "No answer has been read");

    /// <summary>Waits for the client, but not for ever; what is done between two waits is not its time.</summary>
    private async Task InTimeAsync(Func<Task> wait, string complaint)
    {
        _idle.CancelAfter(_patience);
        try
        {
            await wait();
        }
        catch (OperationCanceledException) when (_idle.IsCancellationRequested && !_ended.IsCancellationRequested)
        {
            throw RequestErrors.UploadStalls(complaint, $"{LiveGenreOptions.Section}:Serving:Limits:{nameof(LimitOptions.UploadIdleTimeout)}", _patience);
        }
        _idle.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _either.Dispose();
        _idle.Dispose();
    }
}
