using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using LiveGenre.Grpc.Web;
using LiveGenre.Grpc.Wire;
using Microsoft.AspNetCore.Http;

namespace LiveGenre.Grpc.Server;

/// <summary>One call over one HTTP request: what the handler sees, and the messages both ways.</summary>
internal sealed class ServerCall : ServerCallContext, IDisposable
{
    private readonly HttpContext _http;
    public static readonly Status DeadlineExceeded = new(StatusCode.DeadlineExceeded, "The deadline passed.");

    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource _cancellation;
    private readonly CancellationToken _stopping;
    private readonly CancellationToken _revoked;
    private readonly MessageReader _requests;
    private Metadata? _requestHeaders;
    private bool _ended;

    public ServerCall(HttpContext http, ServerMethod method, WireFormat format, CallTerms terms, GrpcServiceOptions options, CancellationToken stopping, CancellationToken revoked)
    {
        _http = http;
        (_stopping, _revoked) = (stopping, revoked);
        Method = method.FullName;
        Deadline = terms.Deadline;
        _deadline = terms.StartDeadline();
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource([http.RequestAborted, _deadline?.Token ?? default, stopping, revoked]);
        CancellationToken = _cancellation.Token;
        DeadlinePassed = _deadline?.Token ?? default;
        var body = format == WireFormat.WebText ? PipeReader.Create(new Base64DecodingStream(http.Request.Body)) : http.Request.BodyReader;
        _requests = new(body, options.MaxReceiveMessageSize, terms.RequestsUseGzip, options.MaxReceiveMessageSizeSetting);
        var gzip = terms.AcceptsGzip && options.ResponseCompression == ResponseCompression.Gzip;
        Output = new(http, WireFormats.OfResponse(http.Request, format), options, gzip);
        Output.Begin();
    }

    public ResponseOutput Output { get; }

    /// <summary>Fires when the deadline passes.</summary>
    public CancellationToken DeadlinePassed { get; }

    /// <summary>Whether the last request message arrived compressed.</summary>
    public bool LastRequestWasCompressed => _requests.LastWasCompressed;

    public override string Method { get; }

    public override string Host => _http.Request.Host.Value ?? "";

    public override string Peer => _http.Connection.RemoteIpAddress switch
    {
        { AddressFamily: AddressFamily.InterNetwork } address => $"ipv4:{address}:{_http.Connection.RemotePort}",
        { IsIPv4MappedToIPv6: true } address => $"ipv4:{address.MapToIPv4()}:{_http.Connection.RemotePort}",
        IPAddress address => $"ipv6:[{address}]:{_http.Connection.RemotePort}",
        null => "unknown",
    };

    public override DateTime Deadline { get; }

    public override Metadata RequestHeaders => _requestHeaders ??= ReadRequestHeaders();

    public override CancellationToken CancellationToken { get; }

    public override Metadata ResponseTrailers { get; } = [];

    public override Status Status { get; set; } = Status.DefaultSuccess;

    public override WriteOptions? WriteOptions { get; set; }

    public override Task WriteResponseHeadersAsync(Metadata responseHeaders) => Output.WriteHeadersAsync(responseHeaders, CancellationToken);

    /// <summary>Why the call is over whatever its handler does; false while nothing ended it.</summary>
    public bool TryGetInterruption(out Status status)
    {
        status = (_deadline, _http.RequestAborted, _stopping, _revoked) switch
        {
            ({ IsCancellationRequested: true }, _, _, _) => DeadlineExceeded,
            (_, { IsCancellationRequested: true }, _, _) => new(StatusCode.Cancelled, "The client is gone."),
            (_, _, { IsCancellationRequested: true }, _) => new(StatusCode.Unavailable, "The server is shutting down."),
            (_, _, _, { IsCancellationRequested: true }) => new(StatusCode.Unauthenticated, "What the call was admitted with holds no more."),
            _ => Status.DefaultSuccess,
        };
        return status.StatusCode != StatusCode.OK;
    }

    /// <summary>The only request of a call.</summary>
    /// <exception cref="RpcException">The client sent none, several, or a broken one.</exception>
    public async Task<T> ReadSingleAsync<T>(Marshaller<T> marshaller)
        where T : class
    {
        var request = await _requests.ReadAsync(marshaller, CancellationToken);
        if (request is null || await _requests.ReadAsync(marshaller, CancellationToken) is not null)
        {
            throw new RpcException(new(StatusCode.Unimplemented, "This method takes exactly one request message."));
        }
        return request;
    }

    /// <summary>The next request of a stream; null after the last.</summary>
    public async ValueTask<T?> ReadNextAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        if (_ended)
        {
            throw new InvalidOperationException("The call has ended.");
        }
        using var both = Combine(ref cancellationToken);
        return await _requests.ReadAsync(marshaller, cancellationToken);
    }

    /// <summary>Writes the only response of a call, unless the handler chose a failure as its answer.</summary>
    public void WriteSingle<T>(Marshaller<T> marshaller, T? response)
        where T : class
    {
        if (Status.StatusCode != StatusCode.OK)
        {
            return;
        }
        if (response is null)
        {
            throw new InvalidOperationException("The handler returned no response.");
        }
        Output.WriteLast(marshaller, response, WriteOptions);
    }

    /// <summary>Writes the next response of a stream.</summary>
    public async Task WriteNextAsync<T>(Marshaller<T> marshaller, T response, WriteOptions? options, CancellationToken cancellationToken)
    {
        using var both = Combine(ref cancellationToken);
        await Output.WriteAsync(marshaller, response, options ?? WriteOptions, cancellationToken);
    }

    /// <summary>Writes the next response of a stream, serialised before.</summary>
    public async Task WriteNextAsync<T>(SerializedMessage<T> response, WriteOptions? options, CancellationToken cancellationToken)
    {
        using var both = Combine(ref cancellationToken);
        await Output.WriteAsync(response, options ?? WriteOptions, cancellationToken);
    }

    /// <summary>Refuses what a handler still tries after it returned.</summary>
    public void Close() => _ended = true;

    [SuppressMessage("Usage", "CA2213:Disposable fields should be disposed", Justification = "The HTTP request is not the call's to dispose.")]
    public void Dispose()
    {
        Close();
        Output.Dispose();
        _cancellation.Dispose();
        _deadline?.Dispose();
    }

    /// <summary>Makes <paramref name="cancellationToken"/> fire when the call's own token does; null when that takes nothing new.</summary>
    private CancellationTokenSource? Combine(ref CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled || cancellationToken == CancellationToken)
        {
            cancellationToken = CancellationToken;
            return null;
        }
        var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, CancellationToken);
        cancellationToken = both.Token;
        return both;
    }

    private Metadata ReadRequestHeaders()
    {
        var metadata = new Metadata();
        foreach (var (name, values) in _http.Request.Headers)
        {
            foreach (var value in values)
            {
                MetadataCoding.Append(metadata, name, value ?? "");
            }
        }
        return metadata;
    }
}
