using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using LiveGenre.Grpc.Client;
using LiveGenre.Grpc.Server;
using Microsoft.AspNetCore.Builder;

namespace LiveGenre.Grpc.Tests.Server;

/// <summary>Many streams at once, and one message for many streams.</summary>
public sealed class FanOutTests
{
    private int _serialisations;

    [Fact]
    public async Task Duplex_TwoHundredAtOnce_KeepTheirMessagesApart()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(TestMethods.Serve(async (requests, responses, _) =>
        {
            await foreach (var request in requests.ReadAllAsync())
            {
                await responses.WriteAsync(request);
            }
        })));
        using var channel = GrpcChannel.ForAddress(server.Http2);
        var everyoneIsHere = new Barrier(200);
        var streams = Enumerable.Range(0, 200).Select(async stream =>
        {
            using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(TestMethods.Duplex, default);
            for (var message = 0; message < 20; message++)
            {
                var text = $"{stream}/{message}";
                await call.RequestStream.WriteAsync(new() { Value = text });
                Assert.True(await call.ResponseStream.MoveNext());
                Assert.Equal(text, call.ResponseStream.Current.Value);
                if (message == 0 && everyoneIsHere.RemoveParticipantAndReturnRemaining() > 0)
                {
                    await everyoneIsHere.Done;
                }
            }
            await call.RequestStream.CompleteAsync();
            Assert.False(await call.ResponseStream.MoveNext());
        });
        await Task.WhenAll(streams).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData(ResponseCompression.None)]
    [InlineData(ResponseCompression.Gzip)]
    public async Task WriteAsync_OfASerializedMessage_ReachesEveryStreamAndIsSerialisedOnce(ResponseCompression compression)
    {
        var queues = new ConcurrentBag<Channel<SerializedMessage<string>>>();
        var marshaller = new Marshaller<string>(Serialise, bytes => Encoding.UTF8.GetString(bytes.ToArray()));
        var method = new Method<string, string>(MethodType.ServerStreaming, TestMethods.Service, "Watch", marshaller, marshaller);
        var definition = ServerServiceDefinition.CreateBuilder().AddMethod(method, async (string _, IServerStreamWriter<string> responses, ServerCallContext context) =>
        {
            var queue = Channel.CreateUnbounded<SerializedMessage<string>>();
            await context.WriteResponseHeadersAsync([]);
            queues.Add(queue);
            await foreach (var message in queue.Reader.ReadAllAsync(context.CancellationToken))
            {
                await responses.WriteAsync(message);
            }
        }).Build();
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(definition), options => options.ResponseCompression = compression);
        using var channel = GrpcChannel.ForAddress(server.Http2);
        var calls = Enumerable.Range(0, 20).Select(_ => channel.CreateCallInvoker().AsyncServerStreamingCall(method, default, "watch")).ToList();
        while (queues.Count < calls.Count)
        {
            await Task.Yield();
        }
        _serialisations = 0;

        var news = new string('n', 10_000);
        var shared = new SerializedMessage<string>(marshaller, news);
        Assert.Equal(10_000, shared.Size);
        foreach (var queue in queues)
        {
            await queue.Writer.WriteAsync(shared);
            queue.Writer.Complete();
        }
        foreach (var call in calls)
        {
            Assert.Equal([news], await call.ResponseStream.ReadAllAsync().ToListAsync());
            Assert.Equal(compression == ResponseCompression.Gzip, ((ClientStreamReader<string, string>)call.ResponseStream).LastWasCompressed);
            call.Dispose();
        }
        Assert.Equal(1, _serialisations);
    }

    private void Serialise(string message, IBufferWriter<byte> output)
    {
        Interlocked.Increment(ref _serialisations);
        Encoding.UTF8.GetBytes(message, output);
    }

    /// <summary>Lets tasks wait until all of them got somewhere.</summary>
    private sealed class Barrier(int participants)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _remaining = participants;

        public Task Done => _done.Task;

        public int RemoveParticipantAndReturnRemaining()
        {
            var remaining = Interlocked.Decrement(ref _remaining);
            if (remaining == 0)
            {
                _done.SetResult();
            }
            return remaining;
        }
    }
}
