using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Google.Protobuf;
using LiveGenre.EndToEnd.Tests.Support;
using LiveGenre.Protocol.V1;
using Xunit.Abstractions;

namespace LiveGenre.EndToEnd.Tests;

/// <summary>What a browser does: gRPC-Web over HTTP/1.1, on the page's own port.</summary>
public sealed class GrpcWebTests(SubscriberDaemon subscribed, ITestOutputHelper output) : IClassFixture<SubscriberDaemon>, IDisposable
{
    private const string Binary = "application/grpc-web+proto";
    private const string Text = "application/grpc-web-text+proto";
    private const byte TrailersFlag = 0x80;
    private const int PrefixLength = 5;

    private readonly DaemonProcess _daemon = subscribed.Daemon;
    private readonly HttpClient _http = new();

    [Theory]
    [InlineData(Binary)]
    [InlineData(Text)]
    public async Task ListSources_OnThePagePort_AnswersWithMessageAndTrailers(string contentType)
    {
        using var response = await PostAsync("ListSources", contentType, new ListSourcesRequest());

        var frames = Frames(await ReadAllAsync(response, contentType));
        Assert.Equal(2, frames.Count);
        Assert.Equal("deck", ListSourcesResponse.Parser.ParseFrom(frames[0].Body).Sources.Single().SourceId);
        Assert.Equal((TrailersFlag, "0"), (frames[1].Flags, Trailer(frames[1].Body, "grpc-status")));
    }

    [Fact]
    public async Task GetSource_UnknownOnThePagePort_EndsWithItsStatus()
    {
        using var response = await PostAsync("GetSource", Binary, new GetSourceRequest { SourceId = "nowhere" });

        var body = await response.Content.ReadAsByteArrayAsync();
        var status = body.Length > 0 ? Trailer(Frames(body)[^1].Body, "grpc-status") : response.Headers.GetValues("grpc-status").Single();
        Assert.Equal("5", status); // NOT_FOUND
    }

    [Fact]
    public async Task WatchGenre_OnThePagePort_StreamsFromTheSnapshotOn()
    {
        using var response = await PostAsync("WatchGenre", Binary, new WatchGenreRequest());
        await using var body = await response.Content.ReadAsStreamAsync();
        using var limit = new CancellationTokenSource(Patience.Short);
        var events = new List<WatchGenreResponse>();
        while (!events.Exists(e => e.Window is not null))
        {
            var prefix = new byte[PrefixLength];
            await body.ReadExactlyAsync(prefix, limit.Token);
            var message = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
            await body.ReadExactlyAsync(message, limit.Token);
            events.Add(WatchGenreResponse.Parser.ParseFrom(message));
        }
        Assert.NotNull(events[0].Snapshot);
    }

    public void Dispose()
    {
        _http.Dispose();
        output.WriteLine(_daemon.Log);
    }

    private async Task<HttpResponseMessage> PostAsync(string method, string contentType, IMessage message)
    {
        var payload = message.ToByteArray();
        byte[] body = [0, 0, 0, 0, (byte)payload.Length, .. payload];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_daemon.Page, $"livegenre.v1.GenreService/{method}"))
        {
            Version = HttpVersion.Version11,
            Content = new ByteArrayContent(contentType == Text ? Encoding.ASCII.GetBytes(Convert.ToBase64String(body)) : body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        request.Headers.Accept.ParseAdd(contentType);
        request.Headers.Add("X-Grpc-Web", "1");
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((HttpStatusCode.OK, contentType), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return response;
    }

    private static async Task<byte[]> ReadAllAsync(HttpResponseMessage response, string contentType)
    {
        var body = await response.Content.ReadAsByteArrayAsync();
        return contentType == Text ? Base64Parts(Encoding.ASCII.GetString(body)) : body;
    }

    /// <summary>The text form: pieces of base64, each of which may end with its own padding.</summary>
    private static byte[] Base64Parts(string text) =>
        [.. Enumerable.Range(0, text.Length / 4).SelectMany(quad => Convert.FromBase64String(text.Substring(4 * quad, 4)))];

    private static List<(byte Flags, byte[] Body)> Frames(ReadOnlySpan<byte> bytes)
    {
        var frames = new List<(byte, byte[])>();
        while (!bytes.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes[1..]);
            frames.Add((bytes[0], bytes.Slice(PrefixLength, length).ToArray()));
            bytes = bytes[(PrefixLength + length)..];
        }
        return frames;
    }

    private static string Trailer(byte[] block, string name) => Encoding.ASCII.GetString(block)
        .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
        .Single(pair => pair[0] == name)[1];
}
