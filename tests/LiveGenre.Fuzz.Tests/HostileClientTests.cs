using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using LiveGenre.Daemon.Serving;
using LiveGenre.Fuzz.Tests.Engine;
using LiveGenre.Fuzz.Tests.Targets;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;
using LiveGenre.Grpc.Wire;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Fuzz.Tests;

/// <summary>Clients that mean harm, at a whole daemon; whoever else calls must not notice.</summary>
public sealed class HostileClientTests : IAsyncLifetime
{
    private const int Seed = 1;

    private CallTarget _daemon = null!;

    public async Task InitializeAsync() => _daemon = await new CallTarget().StartAsync();

    public async Task DisposeAsync()
    {
        await RequireItAnswersAsync(); // whatever was done to it
        await _daemon.DisposeAsync();
    }

    [Fact]
    public void Connections_OfAnyBytes_AreAnsweredOrClosed()
    {
        foreach (var target in new[] { SocketTargets.Http1(_daemon.Urls[0]), SocketTargets.Http2(_daemon.Urls[1]) })
        {
            var run = new FuzzRun(target, Seed);
            run.Run(0, 150);
            Assert.True(run.Findings.Count == 0, string.Join("\n", run.Findings));
            Assert.InRange(run.Taken, 1, run.Cases - 1);
        }
    }

    [Fact]
    public async Task SlowClients_OfHeadersAndOfBodies_AreCutOff()
    {
        var headers = CutOffAfterAsync(_daemon.Urls[0], "GET /health/live HTTP/1.1\r\nHost: localhost\r\n", "X-Slow: y\r\n");
        var body = CutOffAfterAsync(
            _daemon.Urls[0], "POST /livegenre.v1.GenreService/GetSource HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/grpc-web+proto\r\nContent-Length: 100000\r\n\r\n", "\0");

        await RequireItAnswersAsync();
        await Task.WhenAll(headers, body);
    }

    [Fact]
    public async Task Call_OfABombOfFortyMegabytes_IsRefusedBeforeItUnfolds()
    {
        using var frame = new FrameBuffer();
        frame.Fill(Marshallers.Create<GetSourceRequest>(), new() { SourceId = new string('\0', 40_000_000) }, compress: true);
        Assert.InRange(frame.Written.Length, 1, 1_000_000); // within the limit, as it comes

        var status = await SendAsync(frame.Written.ToArray(), request => request.Headers.Add("grpc-encoding", "gzip"));

        Assert.Equal("8", status); // RESOURCE_EXHAUSTED
    }

    [Fact]
    public async Task Call_OfMetadataThatFillMemory_IsRefused()
    {
        var error = await Record.ExceptionAsync(() => SendAsync([0, 0, 0, 0, 0], request => request.Headers.Add("x-filler", new string('x', 1_000_000))));

        Assert.True(error is HttpRequestException, $"{error}"); // the connection ends; no call began
    }

    [Fact]
    public async Task Calls_BegunAndCancelledByTheThousand_LeaveNothing()
    {
        using var channel = GrpcChannel.ForAddress(_daemon.Urls[1].AbsoluteUri);
        for (var left = 1_000; left > 0; left--)
        {
            channel.CreateCallInvoker().AsyncServerStreamingCall(GenreMethods.Watch, new CallOptions(), new WatchGenreRequest { SourceId = "fm" }).Dispose();
        }

        using var http = new HttpClient();
        var metrics = "";
        for (var patience = 600; !metrics.Contains("\nlivegenre_subscribers{source=\"fm\"} 0\n", StringComparison.Ordinal); patience--)
        {
            Assert.True(patience > 0, $"Calls that were cancelled still stand: {metrics}");
            await Task.Delay(100);
            metrics = await http.GetStringAsync(new Uri(_daemon.Urls[0], "/metrics"));
        }
    }

    private static async Task CutOffAfterAsync(Uri to, string beginning, string more)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(to.Host, to.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning));
        var ended = ReadToEndAsync(stream);
        for (var patience = 120; !ended.IsCompleted; patience--)
        {
            Assert.True(patience > 0, "A client that is too slow still holds its connection.");
            await Task.WhenAny(ended, Task.Delay(500));
            try
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(more));
            }
            catch (IOException)
            {
                return;
            }
        }
    }

    private static async Task ReadToEndAsync(NetworkStream stream)
    {
        try
        {
            while (await stream.ReadAsync(new byte[1_024]) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset, which is an end as well.
        }
    }

    private async Task<string> SendAsync(byte[] body, Action<HttpRequestMessage> change)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxResponseHeadersLength = 64 });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_daemon.Urls[1], "/livegenre.v1.GenreService/GetSource"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.Add("te", "trailers");
        change(request);
        using var response = await http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        return (response.Headers.TryGetValues("grpc-status", out var first) ? first : response.TrailingHeaders.GetValues("grpc-status")).Single();
    }

    private async Task RequireItAnswersAsync()
    {
        using var channel = GrpcChannel.ForAddress(_daemon.Urls[1].AbsoluteUri);
        var answer = await channel.CreateCallInvoker().AsyncUnaryCall(
            GenreMethods.GetSource, new CallOptions(Deadline: DateTime.UtcNow + TimeSpan.FromMinutes(1)), new GetSourceRequest { SourceId = "fm" });
        Assert.Equal("fm", answer.Source.SourceId);
    }
}
