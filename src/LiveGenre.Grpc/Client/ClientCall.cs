using System.IO.Pipelines;
using LiveGenre.Grpc.Wire;

namespace LiveGenre.Grpc.Client;

/// <summary>
/// One call over one HTTP/2 stream. Whatever comes first - the server's status, a failure, the deadline,
/// the caller - is its end.
/// </summary>
internal sealed class ClientCall<TRequest, TResponse>(GrpcChannel channel, Method<TRequest, TResponse> method, CallOptions options) : IDisposable
    where TRequest : class
    where TResponse : class
{
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource<Metadata> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Task<MessageReader>? _responses;
    private HttpResponseMessage? _response;
    private RequestStreamContent? _requestStream;
    private CallInterruptions? _interruptions;
    private CallEnd? _end;

    public Task<Metadata> ResponseHeadersAsync => _headers.Task;

    public bool LastResponseWasCompressed => _responses is { IsCompletedSuccessfully: true } && _responses.Result.LastWasCompressed;

    /// <summary>Sends the only request.</summary>
    public void Start(TRequest request)
    {
        using var frame = new FrameBuffer();
        Send(TrySerialize(frame, request, null) ? new ReadOnlyMemoryContent(frame.Written.ToArray()) : new ReadOnlyMemoryContent(default));
    }

    /// <summary>Opens the stream of requests.</summary>
    public ClientStreamWriter<TRequest, TResponse> Start()
    {
        _requestStream = new();
        Send(_requestStream);
        return new(this, _requestStream);
    }

    /// <summary>Puts the frame of <paramref name="request"/> into <paramref name="frame"/>. A request that is too large ends the call.</summary>
    public bool TrySerialize(FrameBuffer frame, TRequest request, WriteOptions? writeOptions)
    {
        var flags = (writeOptions ?? options.WriteOptions ?? WriteOptions.Default).Flags;
        var size = frame.Fill(method.RequestMarshaller, request, options.CompressRequests && !flags.HasFlag(WriteFlags.NoCompress));
        if (size <= (channel.Options.MaxSendMessageSize ?? int.MaxValue))
        {
            return true;
        }
        Finish(new(new(StatusCode.ResourceExhausted, $"The request has {size} bytes; at most {channel.Options.MaxSendMessageSize} bytes are sent."), []));
        return false;
    }

    /// <summary>The only response.</summary>
    public async Task<TResponse> ReadSingleAsync()
    {
        TResponse? response = null;
        CallEnd end;
        try
        {
            var responses = await _responses!;
            response = await responses.ReadAsync(method.ResponseMarshaller, _abort.Token);
            var surplus = response is not null && await responses.ReadAsync(method.ResponseMarshaller, _abort.Token) is not null;
            end = surplus ? WrongCount("more than one response message") : ReadTrailers();
            if (response is null && end.Status.StatusCode == StatusCode.OK)
            {
                end = WrongCount("no response message");
            }
        }
        catch (Exception e)
        {
            end = EndOf(e);
        }
        ThrowUnlessOk(FinishReading(end));
        return response!;

        static CallEnd WrongCount(string sent) => new(new(StatusCode.Unimplemented, $"The server sent {sent}; the method has exactly one."), []);
    }

    /// <summary>The next response; null when the call ended with OK.</summary>
    public async Task<TResponse?> ReadNextAsync(CancellationToken cancellationToken)
    {
        using var abort = cancellationToken.UnsafeRegister(static call => ((IDisposable)call!).Dispose(), this);
        CallEnd end;
        try
        {
            var responses = await _responses!;
            if (await responses.ReadAsync(method.ResponseMarshaller, _abort.Token) is { } response)
            {
                return response;
            }
            end = ReadTrailers();
        }
        catch (Exception e)
        {
            end = EndOf(e);
        }
        ThrowUnlessOk(FinishReading(end));
        return null;
    }

    /// <summary>How the call ended.</summary>
    /// <exception cref="InvalidOperationException">It has not.</exception>
    public CallEnd GetEnd() => TryGetEnd() ?? throw new InvalidOperationException("The call has not ended.");

    /// <summary>How the call ended; null while it has not.</summary>
    public CallEnd? TryGetEnd()
    {
        lock (_gate)
        {
            return _end;
        }
    }

    public void Dispose() => Finish(new(new(StatusCode.Cancelled, "The caller gave up."), []));

    private void Send(HttpContent content)
    {
        var timeout = options.Deadline is { } deadline ? deadline.ToUniversalTime() - channel.Options.TimeProvider.GetUtcNow().UtcDateTime : (TimeSpan?)null;
        _interruptions = new(channel, timeout, status => Finish(new(status, [])), options.CancellationToken);
        if (TryGetEnd() is not null)
        {
            _interruptions.Dispose(); // it ended too early to be there when the call did
        }
        _responses = SendAsync(GrpcHttpMessages.CreateRequest(new Uri(channel.Address, method.FullName), content, options, timeout));
    }

    private async Task<MessageReader> SendAsync(HttpRequestMessage request)
    {
        try
        {
            _abort.Token.ThrowIfCancellationRequested();
            var response = await channel.SendAsync(request, _abort.Token);
            Adopt(response);
            var gzip = GrpcHttpMessages.ReadCompression(response);
            _headers.TrySetResult(GrpcHttpMessages.ReadMetadata(response.Headers));
            var body = await response.Content.ReadAsStreamAsync(_abort.Token);
            // Zero-byte reads: a stream that waits for its next message holds no buffer.
            return new(PipeReader.Create(body, new StreamPipeReaderOptions(useZeroByteReads: true)), channel.Options.MaxReceiveMessageSize, gzip);
        }
        catch (Exception e)
        {
            Finish(EndOf(e));
            throw;
        }
    }

    private void Adopt(HttpResponseMessage response)
    {
        lock (_gate)
        {
            _response = response;
            if (_end is not null)
            {
                response.Dispose();
            }
        }
    }

    private CallEnd ReadTrailers() => GrpcHttpMessages.ReadEnd(_response!.TrailingHeaders)
        ?? new(new(StatusCode.Internal, "The server ended the response without a status."), []);

    private CallEnd FinishReading(CallEnd end)
    {
        if (_responses is { IsCompletedSuccessfully: true })
        {
            _responses.Result.Complete();
        }
        return Finish(end);
    }

    /// <summary>Ends the call unless it has ended, releases what it holds, and answers how it ended.</summary>
    private CallEnd Finish(CallEnd end)
    {
        lock (_gate)
        {
            if (_end is { } earlier)
            {
                return earlier;
            }
            _end = end;
        }
        _headers.TrySetException(new RpcException(end.Status, end.Trailers));
        _ = _headers.Task.Exception; // nobody needs to ask for the headers
        _requestStream?.Abandon();
        _abort.Cancel(); // tells the server, unless it said all it had to say
        _response?.Dispose();
        _interruptions?.Dispose();
        return end;
    }

    private CallEnd EndOf(Exception error) => error switch
    {
        RpcException rpc => new(rpc.Status, rpc.Trailers),
        // A server that watches the deadline may break the stream before our own timer, late on a busy machine, has fired.
        _ when options.Deadline?.ToUniversalTime() <= channel.Options.TimeProvider.GetUtcNow().UtcDateTime => new(CallInterruptions.DeadlineExceeded, []),
        _ => new(HttpFailures.Of(error), []),
    };

    private static void ThrowUnlessOk(CallEnd end)
    {
        if (end.Status.StatusCode != StatusCode.OK)
        {
            throw new RpcException(end.Status, end.Trailers);
        }
    }
}
