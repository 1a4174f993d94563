using Google.Protobuf;
using Grpc.Testing;
using LiveGenre.Grpc.Server;

namespace LiveGenre.Grpc.Tests.Interop;

/// <summary>The server's side of the interoperability cases.</summary>
internal static class TestServiceImpl
{
    private const string EchoInitial = "x-grpc-test-echo-initial";
    private const string EchoTrailing = "x-grpc-test-echo-trailing-bin";

    public static ServerServiceDefinition Bind() => ServerServiceDefinition.CreateBuilder()
        .AddMethod(TestServiceMethods.EmptyCall, EmptyCall)
        .AddMethod(TestServiceMethods.UnaryCall, UnaryCall)
        .AddMethod(TestServiceMethods.StreamingOutputCall, StreamingOutputCall)
        .AddMethod(TestServiceMethods.StreamingInputCall, StreamingInputCall)
        .AddMethod(TestServiceMethods.FullDuplexCall, FullDuplexCall)
        .Build();

    private static async Task<Empty> EmptyCall(Empty request, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        return new Empty();
    }

    private static async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        CheckCompression(request.ExpectCompressed, context);
        await EchoMetadataAsync(context);
        ThrowIfAsked(request.ResponseStatus);
        context.WriteOptions = Compression(request.ResponseCompressed);
        return new SimpleResponse { Payload = Zeros(request.ResponseSize) };
    }

    private static async Task StreamingOutputCall(StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responses, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        ThrowIfAsked(request.ResponseStatus);
        await RespondAsync(request, responses, context);
    }

    private static async Task<StreamingInputCallResponse> StreamingInputCall(IAsyncStreamReader<StreamingInputCallRequest> requests, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        var size = 0;
        await foreach (var request in requests.ReadAllAsync())
        {
            CheckCompression(request.ExpectCompressed, context);
            size += request.Payload.Body.Length;
        }
        return new StreamingInputCallResponse { AggregatedPayloadSize = size };
    }

    private static async Task FullDuplexCall(IAsyncStreamReader<StreamingOutputCallRequest> requests, IServerStreamWriter<StreamingOutputCallResponse> responses, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        await foreach (var request in requests.ReadAllAsync())
        {
            ThrowIfAsked(request.ResponseStatus);
            await RespondAsync(request, responses, context);
        }
    }

    private static async Task RespondAsync(StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responses, ServerCallContext context)
    {
        foreach (var parameters in request.ResponseParameters)
        {
            await Task.Delay(TimeSpan.FromMicroseconds(parameters.IntervalUs), context.CancellationToken);
            responses.WriteOptions = Compression(parameters.Compressed);
            await responses.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(parameters.Size) });
        }
    }

    private static async Task EchoMetadataAsync(ServerCallContext context)
    {
        if (context.RequestHeaders.GetValue(EchoInitial) is { } initial)
        {
            await context.WriteResponseHeadersAsync(new() { { EchoInitial, initial } });
        }
        if (context.RequestHeaders.GetValueBytes(EchoTrailing) is { } trailing)
        {
            context.ResponseTrailers.Add(EchoTrailing, trailing);
        }
    }

    private static void CheckCompression(BoolValue? expected, ServerCallContext context)
    {
        var actual = ((ServerCall)context).LastRequestWasCompressed;
        if (expected is not null && expected.Value != actual)
        {
            throw new RpcException(new(StatusCode.InvalidArgument, $"The message was {(actual ? "" : "not ")}compressed."));
        }
    }

    private static void ThrowIfAsked(EchoStatus? status)
    {
        if (status is not null && status.Code != 0)
        {
            throw new RpcException(new((StatusCode)status.Code, status.Message));
        }
    }

    private static WriteOptions Compression(BoolValue? wanted) => new(wanted is { Value: true } ? WriteFlags.None : WriteFlags.NoCompress);

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
