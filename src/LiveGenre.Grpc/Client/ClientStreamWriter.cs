using LiveGenre.Grpc.Wire;

namespace LiveGenre.Grpc.Client;

/// <summary>The requests of one call.</summary>
internal sealed class ClientStreamWriter<TRequest, TResponse>(ClientCall<TRequest, TResponse> call, RequestStreamContent content) : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private int _writing;
    private bool _completed;

    public WriteOptions? WriteOptions { get; set; }

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        if (_completed)
        {
            throw new InvalidOperationException("The request stream has been completed.");
        }
        if (Interlocked.Exchange(ref _writing, 1) == 1)
        {
            throw new InvalidOperationException("The previous write has not finished; await each write.");
        }
        try
        {
            using var frame = new FrameBuffer();
            using var abort = cancellationToken.UnsafeRegister(static call => ((IDisposable)call!).Dispose(), call);
            if (!call.TrySerialize(frame, message, WriteOptions))
            {
                throw Failure(null);
            }
            await SendAsync(frame.Written);
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    public Task CompleteAsync()
    {
        _completed = true;
        content.Complete();
        return Task.CompletedTask;
    }

    private async Task SendAsync(ReadOnlyMemory<byte> frame)
    {
        try
        {
            var stream = await content.Stream;
            await stream.WriteAsync(frame);
            await stream.FlushAsync();
        }
        catch (Exception e)
        {
            throw Failure(e);
        }
    }

    /// <summary>Why a write failed. The responses may still tell a better reason than <paramref name="error"/>, so a failed write does not end the call.</summary>
    private Exception Failure(Exception? error) => call.TryGetEnd() switch
    {
        { Status.StatusCode: StatusCode.OK } => new InvalidOperationException("The call has ended with OK.", error),
        { } end => new RpcException(end.Status, end.Trailers),
        null => new RpcException(HttpFailures.Of(error!)),
    };
}
