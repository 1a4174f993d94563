using System.Diagnostics;
using Google.Protobuf;
using Grpc.Testing;
using LiveGenre.Grpc.Client;

namespace LiveGenre.Grpc.Tests.Interop;

/// <summary>The interoperability cases as our client calls them.</summary>
internal sealed class ClientCases(GrpcChannel channel)
{
    private const int LargeRequest = 271_828;
    private const int LargeResponse = 314_159;
    private const string InitialKey = "x-grpc-test-echo-initial";
    private const string InitialValue = "test_initial_metadata_value";
    private const string TrailingKey = "x-grpc-test-echo-trailing-bin";
    private const string Special = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n";

    private static readonly int[] RequestSizes = [27_182, 8, 1_828, 45_904];
    private static readonly int[] ResponseSizes = [31_415, 9, 2_653, 58_979];
    private static readonly byte[] TrailingValue = [0xab, 0xab, 0xab];

    private readonly CallInvoker _calls = channel.CreateCallInvoker();

    /// <summary>Whether the server refuses messages that are not compressed as they say; grpcio and grpc-js hide that from their handlers.</summary>
    public bool ServerChecksCompression { get; init; } = true;

    /// <summary>Whether the server can compress; grpc-js' cannot.</summary>
    public bool ServerCanCompress { get; init; } = true;

    public Task RunAsync(string caseName) => caseName switch
    {
        "empty_unary" => EmptyUnaryAsync(),
        "large_unary" => LargeUnaryAsync(),
        "client_streaming" => ClientStreamingAsync(),
        "server_streaming" => ServerStreamingAsync(),
        "ping_pong" => PingPongAsync(),
        "empty_stream" => EmptyStreamAsync(),
        "cancel_after_begin" => CancelAfterBeginAsync(),
        "cancel_after_first_response" => CancelAfterFirstResponseAsync(),
        "timeout_on_sleeping_server" => TimeoutOnSleepingServerAsync(),
        "status_code_and_message" => StatusCodeAndMessageAsync(),
        "special_status_message" => SpecialStatusMessageAsync(),
        "unimplemented_method" => FailsAsync(() => _calls.AsyncUnaryCall(TestServiceMethods.UnimplementedCall, default, new Empty()).ResponseAsync, StatusCode.Unimplemented),
        "unimplemented_service" => FailsAsync(() => _calls.AsyncUnaryCall(TestServiceMethods.UnimplementedServiceCall, default, new Empty()).ResponseAsync, StatusCode.Unimplemented),
        "custom_metadata" => CustomMetadataAsync(),
        "client_compressed_unary" => ClientCompressedUnaryAsync(),
        "server_compressed_unary" => ServerCompressedUnaryAsync(),
        "client_compressed_streaming" => ClientCompressedStreamingAsync(),
        "server_compressed_streaming" => ServerCompressedStreamingAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(caseName), caseName, "No such case."),
    };

    private async Task EmptyUnaryAsync()
        => Assert.Equal(new Empty(), await _calls.AsyncUnaryCall(TestServiceMethods.EmptyCall, default, new Empty()));

    private async Task LargeUnaryAsync()
    {
        var response = await UnaryAsync(new() { ResponseSize = LargeResponse, Payload = Zeros(LargeRequest) });
        Assert.Equal(Zeros(LargeResponse).Body, response.Payload.Body);
    }

    private async Task ClientStreamingAsync()
    {
        using var call = _calls.AsyncClientStreamingCall(TestServiceMethods.StreamingInputCall, default);
        foreach (var size in RequestSizes)
        {
            await call.RequestStream.WriteAsync(new() { Payload = Zeros(size) });
        }
        await call.RequestStream.CompleteAsync();
        Assert.Equal(74_922, (await call).AggregatedPayloadSize);
    }

    private async Task ServerStreamingAsync()
    {
        using var call = _calls.AsyncServerStreamingCall(TestServiceMethods.StreamingOutputCall, default, OutputRequest(ResponseSizes));
        Assert.Equal(ResponseSizes, await SizesAsync(call.ResponseStream));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private async Task PingPongAsync()
    {
        using var call = Duplex();
        foreach (var (request, response) in RequestSizes.Zip(ResponseSizes))
        {
            await call.RequestStream.WriteAsync(OutputRequest([response], request));
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(response, call.ResponseStream.Current.Payload.Body.Length);
        }
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private async Task EmptyStreamAsync()
    {
        using var call = Duplex();
        await call.RequestStream.CompleteAsync();
        Assert.Empty(await SizesAsync(call.ResponseStream));
    }

    private async Task CancelAfterBeginAsync()
    {
        using var cancel = new CancellationTokenSource();
        using var call = _calls.AsyncClientStreamingCall(TestServiceMethods.StreamingInputCall, new(CancellationToken: cancel.Token));
        await cancel.CancelAsync();
        await FailsAsync(() => call.ResponseAsync, StatusCode.Cancelled);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    private async Task CancelAfterFirstResponseAsync()
    {
        using var cancel = new CancellationTokenSource();
        using var call = Duplex(new(CancellationToken: cancel.Token));
        await call.RequestStream.WriteAsync(OutputRequest([ResponseSizes[0]], RequestSizes[0]));
        Assert.True(await call.ResponseStream.MoveNext());
        await cancel.CancelAsync();
        await FailsAsync(() => call.ResponseStream.MoveNext(), StatusCode.Cancelled);
    }

    private async Task TimeoutOnSleepingServerAsync()
    {
        var started = Stopwatch.GetTimestamp();
        using var call = Duplex(new(Deadline: DateTime.UtcNow.AddMilliseconds(200)));
        var request = OutputRequest([10], 27_182);
        request.ResponseParameters[0].IntervalUs = 30_000_000;
        await FailsAsync(
            async () =>
            {
                await call.RequestStream.WriteAsync(request);
                await call.ResponseStream.MoveNext();
            },
            StatusCode.DeadlineExceeded);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(10));
    }

    private async Task StatusCodeAndMessageAsync()
    {
        var status = new EchoStatus { Code = 2, Message = "test status message" };
        await FailsAsync(() => UnaryAsync(new() { ResponseStatus = status }), StatusCode.Unknown, status.Message);
        using var call = Duplex();
        await call.RequestStream.WriteAsync(new() { ResponseStatus = status });
        await call.RequestStream.CompleteAsync();
        await FailsAsync(() => call.ResponseStream.MoveNext(), StatusCode.Unknown, status.Message);
    }

    private Task SpecialStatusMessageAsync()
        => FailsAsync(() => UnaryAsync(new() { ResponseStatus = new() { Code = 2, Message = Special } }), StatusCode.Unknown, Special);

    private async Task CustomMetadataAsync()
    {
        var options = new CallOptions(new() { { InitialKey, InitialValue }, { TrailingKey, TrailingValue } });
        using var unary = _calls.AsyncUnaryCall(TestServiceMethods.UnaryCall, options, new() { ResponseSize = LargeResponse, Payload = Zeros(LargeRequest) });
        Assert.Equal(InitialValue, (await unary.ResponseHeadersAsync).GetValue(InitialKey));
        await unary;
        Assert.Equal(TrailingValue, unary.GetTrailers().GetValueBytes(TrailingKey));

        using var duplex = Duplex(options);
        await duplex.RequestStream.WriteAsync(OutputRequest([LargeResponse], LargeRequest));
        await duplex.RequestStream.CompleteAsync();
        Assert.Equal([LargeResponse], await SizesAsync(duplex.ResponseStream));
        Assert.Equal(InitialValue, (await duplex.ResponseHeadersAsync).GetValue(InitialKey));
        Assert.Equal(TrailingValue, duplex.GetTrailers().GetValueBytes(TrailingKey));
    }

    private async Task ClientCompressedUnaryAsync()
    {
        if (ServerChecksCompression)
        {
            await FailsAsync(() => UnaryAsync(Request(true)), StatusCode.InvalidArgument);
        }
        var options = new CallOptions { CompressRequests = true };
        Assert.Equal(LargeResponse, (await UnaryAsync(Request(true), options)).Payload.Body.Length);
        Assert.Equal(LargeResponse, (await UnaryAsync(Request(false), options.WithWriteOptions(new(WriteFlags.NoCompress)))).Payload.Body.Length);

        static SimpleRequest Request(bool compressed)
            => new() { ExpectCompressed = new() { Value = compressed }, ResponseSize = LargeResponse, Payload = Zeros(LargeRequest) };
    }

    private async Task ServerCompressedUnaryAsync()
    {
        foreach (var compressed in new[] { true, false })
        {
            // A stream of one response shows whether it was compressed; the bytes of a unary call are the same.
            using var call = _calls.AsyncServerStreamingCall(AsStream(TestServiceMethods.UnaryCall), default, new() { ResponseCompressed = new() { Value = compressed }, ResponseSize = LargeResponse, Payload = Zeros(LargeRequest) });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(LargeResponse, call.ResponseStream.Current.Payload.Body.Length);
            Assert.Equal(compressed && ServerCanCompress, ((ClientStreamReader<SimpleRequest, SimpleResponse>)call.ResponseStream).LastWasCompressed);
        }
    }

    private async Task ClientCompressedStreamingAsync()
    {
        if (ServerChecksCompression)
        {
            using var probe = _calls.AsyncClientStreamingCall(TestServiceMethods.StreamingInputCall, default);
            await probe.RequestStream.WriteAsync(Request(true, 27_182));
            await FailsAsync(() => probe.ResponseAsync, StatusCode.InvalidArgument);
        }
        using var call = _calls.AsyncClientStreamingCall(TestServiceMethods.StreamingInputCall, new() { CompressRequests = true });
        await call.RequestStream.WriteAsync(Request(true, 27_182));
        call.RequestStream.WriteOptions = new(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(Request(false, 45_904));
        await call.RequestStream.CompleteAsync();
        Assert.Equal(73_086, (await call).AggregatedPayloadSize);

        static StreamingInputCallRequest Request(bool compressed, int size)
            => new() { ExpectCompressed = new() { Value = compressed }, Payload = Zeros(size) };
    }

    private async Task ServerCompressedStreamingAsync()
    {
        var request = OutputRequest([31_415, 92_653]);
        request.ResponseParameters[0].Compressed = new() { Value = true };
        request.ResponseParameters[1].Compressed = new() { Value = false };
        using var call = _calls.AsyncServerStreamingCall(TestServiceMethods.StreamingOutputCall, default, request);
        var reader = (ClientStreamReader<StreamingOutputCallRequest, StreamingOutputCallResponse>)call.ResponseStream;
        foreach (var (size, compressed) in new[] { (31_415, true), (92_653, false) })
        {
            Assert.True(await reader.MoveNext(default));
            Assert.Equal((size, compressed && ServerCanCompress), (reader.Current.Payload.Body.Length, reader.LastWasCompressed));
        }
        Assert.False(await reader.MoveNext(default));
    }

    private async Task<SimpleResponse> UnaryAsync(SimpleRequest request, CallOptions options = default)
        => await _calls.AsyncUnaryCall(TestServiceMethods.UnaryCall, options, request);

    private AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> Duplex(CallOptions options = default)
        => _calls.AsyncDuplexStreamingCall(TestServiceMethods.FullDuplexCall, options);

    private static Method<TRequest, TResponse> AsStream<TRequest, TResponse>(Method<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class
        => new(MethodType.ServerStreaming, method.ServiceName, method.Name, method.RequestMarshaller, method.ResponseMarshaller);

    private static async Task FailsAsync(Func<Task> call, StatusCode code, string? detail = null)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(code, failure.StatusCode);
        Assert.Equal(detail ?? failure.Status.Detail, failure.Status.Detail);
    }

    private static async Task<List<int>> SizesAsync(IAsyncStreamReader<StreamingOutputCallResponse> responses)
    {
        var sizes = new List<int>();
        await foreach (var response in responses.ReadAllAsync())
        {
            sizes.Add(response.Payload.Body.Length);
        }
        return sizes;
    }

    private static StreamingOutputCallRequest OutputRequest(IEnumerable<int> sizes, int requestSize = 0)
    {
        var request = new StreamingOutputCallRequest { Payload = Zeros(requestSize) };
        request.ResponseParameters.AddRange(sizes.Select(size => new ResponseParameters { Size = size }));
        return request;
    }

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
