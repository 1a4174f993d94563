using System.Buffers;
using LiveGenre.Grpc.Web;
using LiveGenre.Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LiveGenre.Grpc.Server;

/// <summary>
/// The one writer of a call's HTTP response: headers, frames, then the status, once. Frames come from the
/// handler; the status may come from elsewhere at any time when a deadline passes.
/// </summary>
internal sealed class ResponseOutput(HttpContext http, WireFormat format, GrpcServiceOptions options, bool gzip) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1);
    private readonly FrameBuffer _frame = new();
    private Task _flushing = Task.CompletedTask;
    private bool _bodyStarted;
    private bool _ended;

    /// <summary>Sets the headers that every response has.</summary>
    public void Begin()
    {
        var response = http.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = WireFormats.ContentType(format);
        response.Headers[GrpcHeaderNames.AcceptEncoding] = GrpcHeaderNames.SupportedEncodings;
        if (gzip)
        {
            response.Headers[GrpcHeaderNames.Encoding] = GrpcHeaderNames.Gzip;
        }
    }

    /// <summary>Sends the headers, with the application's own, before any message.</summary>
    public async Task WriteHeadersAsync(Metadata headers, CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            if (http.Response.HasStarted || _bodyStarted)
            {
                throw new InvalidOperationException("The response headers have been sent.");
            }
            foreach (var (name, value) in MetadataCoding.Fields(headers))
            {
                http.Response.Headers.Append(name, value);
            }
            _bodyStarted = true;
            await FlushAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Sends a message at once and waits while the client reads more slowly.</summary>
    public async Task WriteAsync<T>(Marshaller<T> marshaller, T message, WriteOptions? writeOptions, CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await _flushing.WaitAsync(cancellationToken);
            Append(marshaller, message, writeOptions);
            await FlushAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Sends a message that was serialised before.</summary>
    public async Task WriteAsync<T>(SerializedMessage<T> message, WriteOptions? writeOptions, CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await _flushing.WaitAsync(cancellationToken);
            CheckSize(message.Size);
            Append((Compresses(writeOptions) ? message.GzipFrame : message.Frame).Span);
            await FlushAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Adds the only message of a call, which leaves together with the status.</summary>
    public void WriteLast<T>(Marshaller<T> marshaller, T message, WriteOptions? writeOptions)
    {
        Enter();
        try
        {
            Append(marshaller, message, writeOptions);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Adds status and trailers; without a body before them they become the headers. The first end counts.</summary>
    public async Task EndAsync(CallEnd end)
    {
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            if (_ended)
            {
                return;
            }
            _ended = true;
            var started = _bodyStarted || http.Response.HasStarted;
            if (started && format != WireFormat.Grpc)
            {
                using var frame = new FrameBuffer();
                TrailersFrame.Fill(frame, StatusFields.Of(end));
                Append(frame.Written.Span);
                return;
            }
            var fields = started ? http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers : http.Response.Headers;
            foreach (var (name, value) in StatusFields.Of(end))
            {
                fields.Append(name, value);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>
    /// Sends what is left of a call that was cut short, after <see cref="EndAsync"/>. A client that does not
    /// read gets <paramref name="patience"/> to do so; then its stream is reset, so that it cannot hold up
    /// the server's own end.
    /// </summary>
    public async Task CompleteAsync(TimeSpan patience, TimeProvider time)
    {
        try
        {
            if (_bodyStarted)
            {
                await http.Response.BodyWriter.FlushAsync(CancellationToken.None).AsTask().WaitAsync(patience, time);
            }
            await http.Response.CompleteAsync();
        }
        catch (TimeoutException)
        {
            if (http.Features.Get<IHttpResetFeature>() is { } stream)
            {
                stream.Reset(0); // NO_ERROR, which clients take for UNAVAILABLE
            }
            else
            {
                http.Abort();
            }
        }
    }

    /// <summary>Only after <see cref="EndAsync"/>: from then on nobody gets past the gate.</summary>
    public void Dispose()
    {
        _frame.Dispose();
        _writing.Dispose();
    }

    private void Append<T>(Marshaller<T> marshaller, T message, WriteOptions? writeOptions)
    {
        CheckSize(_frame.Fill(marshaller, message, Compresses(writeOptions)));
        Append(_frame.Written.Span);
    }

    private void Append(ReadOnlySpan<byte> frame)
    {
        _bodyStarted = true;
        var body = http.Response.BodyWriter;
        if (format == WireFormat.WebText)
        {
            Base64Text.Append(body, frame);
        }
        else
        {
            body.Write(frame);
        }
    }

    /// <summary>
    /// Waits for the transport to take what was written. The token ends the wait, not the flush: Kestrel
    /// would reset the stream, and the client would never see its status. The next write waits for it.
    /// </summary>
    private ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var flush = http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        if (flush.IsCompletedSuccessfully)
        {
            return ValueTask.CompletedTask;
        }
        _flushing = flush.AsTask();
        return new(_flushing.WaitAsync(cancellationToken));
    }

    private bool Compresses(WriteOptions? writeOptions)
        => gzip && !(writeOptions ?? WriteOptions.Default).Flags.HasFlag(WriteFlags.NoCompress);

    private void CheckSize(int size)
    {
        if (size > options.MaxSendMessageSize)
        {
            throw new RpcException(new(StatusCode.ResourceExhausted, $"The response has {size} bytes; at most {options.MaxSendMessageSize} bytes are sent."));
        }
    }

    private void Enter()
    {
        if (!_writing.Wait(0))
        {
            throw new InvalidOperationException("The previous write has not finished; await each write.");
        }
        if (_ended)
        {
            _writing.Release();
            throw new InvalidOperationException("The call has ended.");
        }
    }
}
