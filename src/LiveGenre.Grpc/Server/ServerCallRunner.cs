using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveGenre.Grpc.Server;

/// <summary>Takes an HTTP request that was routed to a method, and sees to it that it ends with a status.</summary>
internal sealed class ServerCallRunner(
    IOptions<GrpcServiceOptions> options,
    IHostApplicationLifetime lifetime,
    GrpcServerMetrics metrics,
    ILogger<ServerCallRunner> logger,
    TimeProvider? time = null)
{
    private static readonly TimeSpan PatienceWithStalledReaders = TimeSpan.FromSeconds(1);

    private readonly GrpcServiceOptions _options = options.Value;
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    public async Task RunAsync(HttpContext http, ServerMethod method)
    {
        if (!TryAccept(http, out var format))
        {
            return;
        }
        if (CallTerms.Read(http.Request.Headers, _time, out var refusal) is not { } terms)
        {
            await RefuseAsync(http, format, refusal, []);
            return;
        }
        var admission = _options.Admit?.Invoke(http) ?? new(Status.DefaultSuccess);
        if (admission.Status.StatusCode != StatusCode.OK)
        {
            await RefuseAsync(http, format, admission.Status, admission.Trailers ?? []);
            return;
        }
        LiftRequestLimits(http, method.Type);
        var stopping = method.Type != MethodType.Unary && _options.EndStreamsOnShutdown ? lifetime.ApplicationStopping : default;
        using var call = new ServerCall(http, method, format, terms, _options, stopping, admission.Revoked);
        using var measured = metrics.Start(method);
        var work = InvokeAsync(call, method);
        try
        {
            await work.WaitAsync(call.DeadlinePassed);
        }
        catch (OperationCanceledException)
        {
            // A handler that does not watch its token must not keep the client waiting; the request is
            // held until the handler is done with it.
            await call.Output.EndAsync(measured.End(new(ServerCall.DeadlineExceeded, [])));
            await call.Output.CompleteAsync(PatienceWithStalledReaders, _time);
            await work;
            return;
        }
        await call.Output.EndAsync(measured.End(await work));
        if (call.TryGetInterruption(out _))
        {
            await call.Output.CompleteAsync(PatienceWithStalledReaders, _time);
        }
    }

    /// <summary>Answers a call that reaches no method.</summary>
    public async Task RefuseAsync(HttpContext http, Status status, Metadata trailers)
    {
        if (TryAccept(http, out var format))
        {
            await RefuseAsync(http, format, status, trailers);
        }
    }

    private async Task RefuseAsync(HttpContext http, WireFormat format, Status status, Metadata trailers)
    {
        logger.CallFailed(http.Request.Path, http.Connection.RemoteIpAddress?.ToString() ?? "", status.StatusCode, status.Detail);
        using var output = new ResponseOutput(http, WireFormats.OfResponse(http.Request, format), _options, gzip: false);
        output.Begin();
        await output.EndAsync(new(status, trailers));
    }

    /// <summary>Whether the request is gRPC at all; if not, the HTTP status says why.</summary>
    private bool TryAccept(HttpContext http, out WireFormat format)
    {
        if (!WireFormats.TryParse(http.Request.ContentType, out format) || (format != WireFormat.Grpc && !_options.Web.Enabled))
        {
            return Refuse(StatusCodes.Status415UnsupportedMediaType, $"The content type '{http.Request.ContentType}' is not application/grpc or application/grpc-web.");
        }
        if (format == WireFormat.Grpc && !(HttpProtocol.IsHttp2(http.Request.Protocol) || HttpProtocol.IsHttp3(http.Request.Protocol)))
        {
            return Refuse(StatusCodes.Status505HttpVersionNotsupported, $"gRPC needs HTTP/2, not {http.Request.Protocol}; over this protocol only gRPC-Web works.");
        }
        return true;

        bool Refuse(int httpStatus, string reason)
        {
            logger.RequestRefused(http.Request.Path, httpStatus, reason);
            http.Response.StatusCode = httpStatus;
            return false;
        }
    }

    /// <summary>
    /// The limit on a message bounds what is held, so the server's limit on the whole body is not needed;
    /// and a stream of requests has no pace that could be too slow.
    /// </summary>
    private static void LiftRequestLimits(HttpContext http, MethodType type)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
        if (type is MethodType.ClientStreaming or MethodType.DuplexStreaming && http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    /// <summary>Runs the handler; whatever happens becomes a status.</summary>
    private async Task<CallEnd> InvokeAsync(ServerCall call, ServerMethod method)
    {
        await Task.Yield(); // so that a handler that never awaits cannot hold up its own deadline
        try
        {
            await method.InvokeAsync(call);
            // A stream that its handler ended because the token fired is cut short, not complete.
            var streamsResponses = method.Type is MethodType.ServerStreaming or MethodType.DuplexStreaming;
            return new(streamsResponses && call.TryGetInterruption(out var cut) ? cut : call.Status, call.ResponseTrailers);
        }
        catch (RpcException e)
        {
            logger.CallFailed(call.Method, call.Peer, e.StatusCode, e.Status.Detail);
            return new(e.Status, Merge(call.ResponseTrailers, e.Trailers));
        }
        catch (Exception e) when (call.TryGetInterruption(out var interruption))
        {
            logger.CallFailed(call.Method, call.Peer, interruption.StatusCode, e.Message);
            return new(interruption, call.ResponseTrailers);
        }
        catch (BadHttpRequestException e)
        {
            logger.CallFailed(call.Method, call.Peer, StatusCode.Internal, e.Message);
            return new(new(StatusCode.Internal, "The body of the HTTP request is malformed."), call.ResponseTrailers);
        }
        catch (Exception e)
        {
            logger.HandlerFailed(call.Method, e);
            return new(new(StatusCode.Unknown, _options.EnableDetailedErrors ? $"{e.GetType().Name}: {e.Message}" : "The handler failed."), call.ResponseTrailers);
        }
        finally
        {
            call.Close();
        }
    }

    private static Metadata Merge(Metadata first, Metadata second) => [.. first, .. second];
}
