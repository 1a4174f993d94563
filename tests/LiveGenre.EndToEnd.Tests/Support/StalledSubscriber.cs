using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using LiveGenre.Protocol.V1;

namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>
/// A subscriber that opens its stream and takes not a byte of it: HTTP/2 (RFC 9113) by hand, with a flow-control window of
/// zero, which no stock client can be brought to. The server may send headers and nothing else.
/// </summary>
internal sealed class StalledSubscriber : IDisposable
{
    private const byte Data = 0, Headers = 1, ResetStream = 3, Settings = 4, WindowUpdate = 8;
    private const byte EndStream = 1, EndHeaders = 4;
    private const int Stream = 1;
    private const int GrpcPrefix = 5; // compressed? and the length of the message

    private readonly TcpClient _client = new();
    private readonly byte[] _frame = new byte[1 << 14];

    private StalledSubscriber()
    {
    }

    /// <summary>Subscribes, and waits until the server has answered with its headers.</summary>
    public static async Task<StalledSubscriber> OpenAsync(
        DaemonProcess daemon, string sourceId, SlowConsumer slowConsumer = SlowConsumer.Unspecified)
    {
        var subscriber = new StalledSubscriber();
        var address = new Uri($"http://{daemon.Authority}");
        await subscriber._client.ConnectAsync(address.Host, address.Port);
        await subscriber.SubscribeAsync(address.Authority, new WatchGenreRequest { SourceId = sourceId, SlowConsumer = slowConsumer });
        using var limit = new CancellationTokenSource(Patience.Short);
        while ((await subscriber.ReadFrameAsync(limit.Token)).Type != Headers)
        {
        }
        return subscriber;
    }

    /// <summary>Opens the window and reads what comes, until <paramref name="isEnough"/>.</summary>
    public async Task<List<WatchGenreResponse>> ReadUntilAsync(Func<List<WatchGenreResponse>, bool> isEnough)
    {
        var (responses, trailers) = await ReadAsync(isEnough);
        Assert.True(trailers is null, $"The stream ended: {trailers}");
        return responses;
    }

    /// <summary>Opens the window and reads to the end of the stream.</summary>
    /// <returns>What came, and the block of trailers, which the server compresses no further than HPACK demands.</returns>
    public async Task<(List<WatchGenreResponse> Responses, string Trailers)> ReadToEndAsync()
    {
        var (responses, trailers) = await ReadAsync(_ => false);
        return (responses, trailers!);
    }

    /// <summary>A header as it stands in a block.</summary>
    public static string Field(string name, string value) => Encoding.ASCII.GetString([.. Text(name), .. Text(value)]);

    public void Dispose() => _client.Dispose();

    private async Task<(List<WatchGenreResponse> Responses, string? Trailers)> ReadAsync(Func<List<WatchGenreResponse>, bool> isEnough)
    {
        foreach (var stream in new[] { 0, Stream })
        {
            await WriteFrameAsync(WindowUpdate, 0, stream, [0x0f, 0xff, 0xff, 0xff]);
        }
        var responses = new List<WatchGenreResponse>();
        var waiting = new List<byte>();
        using var limit = new CancellationTokenSource(Patience.Short);
        while (!isEnough(responses))
        {
            var (type, length) = await ReadFrameAsync(limit.Token);
            if (type == Data)
            {
                waiting.AddRange(_frame.AsSpan(0, length));
                TakeMessages(waiting, responses);
            }
            else if (type == Headers)
            {
                return (responses, Encoding.ASCII.GetString(_frame, 0, length));
            }
            else if (type == ResetStream)
            {
                Assert.Fail("The stream was reset.");
            }
        }
        return (responses, null);
    }

    private async Task SubscribeAsync(string authority, WatchGenreRequest request)
    {
        await _client.GetStream().WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await WriteFrameAsync(Settings, 0, 0, [0, 4, 0, 0, 0, 0]); // INITIAL_WINDOW_SIZE 0
        (string Name, string Value)[] headers =
        [
            (":method", "POST"), (":scheme", "http"), (":authority", authority), (":path", "/livegenre.v1.GenreService/WatchGenre"),
            ("content-type", "application/grpc"), ("te", "trailers"),
        ];
        await WriteFrameAsync(Headers, EndHeaders, Stream, [.. headers.SelectMany(h => (byte[])[0, .. Text(h.Name), .. Text(h.Value)])]);
        var message = request.ToByteArray();
        await WriteFrameAsync(Data, EndStream, Stream, [0, 0, 0, 0, (byte)message.Length, .. message]);
    }

    /// <summary>A string of HPACK (RFC 7541), neither compressed nor indexed.</summary>
    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private async Task WriteFrameAsync(byte type, byte flags, int stream, byte[] payload) =>
        await _client.GetStream().WriteAsync((byte[])[0, 0, (byte)payload.Length, type, flags, 0, 0, 0, (byte)stream, .. payload]);

    private async Task<(byte Type, int Length)> ReadFrameAsync(CancellationToken limit)
    {
        var header = new byte[9]; // length 3, type 1, flags 1, stream 4
        await _client.GetStream().ReadExactlyAsync(header, limit);
        var length = BinaryPrimitives.ReadInt32BigEndian(header) >> 8;
        await _client.GetStream().ReadExactlyAsync(_frame.AsMemory(0, length), limit);
        return (header[3], length);
    }

    private static void TakeMessages(List<byte> waiting, List<WatchGenreResponse> responses)
    {
        while (waiting.Count >= GrpcPrefix)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian([.. waiting.Slice(1, 4)]);
            if (waiting.Count < GrpcPrefix + length)
            {
                return;
            }
            responses.Add(WatchGenreResponse.Parser.ParseFrom([.. waiting.Slice(GrpcPrefix, length)]));
            waiting.RemoveRange(0, GrpcPrefix + length);
        }
    }
}
