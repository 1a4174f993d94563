using System.Net;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using LiveGenre.Grpc.Server;
using Microsoft.AspNetCore.Builder;

namespace LiveGenre.Grpc.Tests.Web;

/// <summary>What a browser gets.</summary>
public sealed class GrpcWebTests
{
    private const string Binary = "application/grpc-web+proto";
    private const string Text = "application/grpc-web-text";

    public static TheoryData<string, string> FormatsAndVersions { get; } = new()
    {
        { "application/grpc-web", "1.1" },
        { "application/grpc-web", "2.0" },
        { Binary, "1.1" },
        { Text, "1.1" },
        { Text, "2.0" },
        { "application/grpc-web-text+proto", "1.1" },
    };

    [Theory]
    [MemberData(nameof(FormatsAndVersions))]
    public async Task Call_OfUnary_AnswersMessageThenTrailersInTheBody(string contentType, string version)
    {
        await using var server = await ServeAsync(TestMethods.Serve((StringValue request, ServerCallContext context) =>
        {
            context.ResponseTrailers.Add("data-bin", [1, 2, 3, 4]);
            return Task.FromResult(request);
        }));
        var response = await CallAsync(server, "/test.Echo/Unary", RawCall.Frame("hello"), contentType, version);
        Assert.Equal(HttpStatusCode.OK, response.HttpStatus);
        Assert.Equal(IsText(contentType) ? "application/grpc-web-text+proto" : Binary, response.Headers["content-type"]);
        Assert.Empty(response.Trailers);
        var (messages, trailers) = Parse(Decode(contentType, response.Body));
        Assert.Equal([RawCall.Frame("hello")], messages);
        Assert.Equal("grpc-status: 0\r\ndata-bin: AQIDBA\r\n", trailers);
    }

    [Theory]
    [MemberData(nameof(FormatsAndVersions))]
    public async Task Call_OfServerStreaming_SendsEachMessageAtOnce(string contentType, string version)
    {
        var next = new SemaphoreSlim(0);
        await using var server = await ServeAsync(TestMethods.Serve(async (StringValue request, IServerStreamWriter<StringValue> responses, ServerCallContext _) =>
        {
            for (var i = 0; i < 3; i++)
            {
                await responses.WriteAsync(new StringValue { Value = request.Value + i });
                await next.WaitAsync();
            }
        }));
        var address = version == "1.1" ? server.Http1 : server.Http2;
        using var response = await RawCall.StartAsync(RawCall.Request(address, "/test.Echo/ServerStreaming", Encode(contentType, RawCall.Frame("m")), contentType, version));
        await using var body = await response.Content.ReadAsStreamAsync();
        for (var i = 0; i < 3; i++)
        {
            var expected = Encode(contentType, RawCall.Frame("m" + i));
            var received = new byte[expected.Length];
            await body.ReadExactlyAsync(received).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
            Assert.Equal(expected, received);
            next.Release();
        }
        using var rest = new MemoryStream();
        await body.CopyToAsync(rest);
        Assert.Equal("grpc-status: 0\r\n", Parse(Decode(contentType, rest.ToArray())).Trailers);
    }

    [Theory]
    [InlineData(Binary)]
    [InlineData(Text)]
    public async Task Call_ThatFailsAtOnce_HasItsStatusInTheHeaders(string contentType)
    {
        await using var server = await ServeAsync(TestMethods.Serve((StringValue _, ServerCallContext _) => throw new RpcException(new(StatusCode.NotFound, "k\u00e4se"))));
        var response = await CallAsync(server, "/test.Echo/Unary", RawCall.Frame("hello"), contentType);
        Assert.Equal(("5", "k%C3%A4se"), (response.Headers["grpc-status"], response.Headers["grpc-message"]));
        Assert.Empty(response.Body);
    }

    [Theory]
    [InlineData(Binary)]
    [InlineData(Text)]
    public async Task Call_ThatFailsLater_HasItsStatusBehindTheMessages(string contentType)
    {
        await using var server = await ServeAsync(TestMethods.Serve(async (StringValue request, IServerStreamWriter<StringValue> responses, ServerCallContext _) =>
        {
            await responses.WriteAsync(request);
            throw new RpcException(new(StatusCode.DataLoss, "broke"));
        }));
        var response = await CallAsync(server, "/test.Echo/ServerStreaming", RawCall.Frame("hello"), contentType);
        var (messages, trailers) = Parse(Decode(contentType, response.Body));
        Assert.Single(messages);
        Assert.Equal("grpc-status: 15\r\ngrpc-message: broke\r\n", trailers);
    }

    [Fact]
    public async Task Call_OfUnknownMethod_EndsUnimplemented()
    {
        await using var server = await ServeAsync(TestMethods.Echo());
        var response = await CallAsync(server, "/test.Echo/Nothing", RawCall.Frame("a"), Text);
        Assert.Equal("12", response.Headers["grpc-status"]);
    }

    [Theory]
    [InlineData(Binary, "application/grpc-web-text", true)]
    [InlineData(Text, "text/html, application/grpc-web", false)]
    [InlineData(Text, "*/*", true)]
    [InlineData(Binary, "*/*", false)]
    public async Task Call_WithAccept_IsAnsweredInTheFormatItNames(string contentType, string accept, bool text)
    {
        await using var server = await ServeAsync(TestMethods.Echo());
        var request = RawCall.Request(server.Http1, "/test.Echo/Unary", Encode(contentType, RawCall.Frame("a")), contentType, "1.1");
        request.Headers.TryAddWithoutValidation("accept", accept);
        var response = await RawCall.SendAsync(request);
        Assert.Equal(text, IsText(response.Headers["content-type"]));
        Assert.Equal([RawCall.Frame("a")], Parse(Decode(response.Headers["content-type"], response.Body)).Messages);
    }

    [Theory]
    [InlineData("AAAA!AAA")]
    [InlineData("AAAAA")]
    [InlineData("=AAA")]
    public async Task Call_WithBrokenBase64_EndsInternal(string body)
    {
        await using var server = await ServeAsync(TestMethods.Echo());
        var response = await RawCall.SendAsync(RawCall.Request(server.Http1, "/test.Echo/Unary", Encoding.ASCII.GetBytes(body), Text, "1.1"));
        Assert.Equal(StatusCode.Internal, response.Status);
    }

    [Fact]
    public async Task Call_WithBrokenChunks_EndsInternal()
    {
        await using var server = await ServeAsync(TestMethods.Echo());
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(server.Http1.Host, server.Http1.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /test.Echo/Unary HTTP/1.1\r\nhost: {server.Http1.Authority}\r\ncontent-type: {Binary}\r\ntransfer-encoding: chunked\r\n\r\n3\r\n\0\0\0\r\nnot a length\r\n"));
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var response = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(response.Contains("\r\ngrpc-status: 13\r\n", StringComparison.OrdinalIgnoreCase), response);
        Assert.DoesNotContain(server.Log.Lines, line => line.Id.Id == 401);
    }

    [Fact]
    public async Task Call_WhenWebIsDisabled_GetsHttp415()
    {
        await using var server = await ServeAsync(TestMethods.Echo(), options => options.Web.Enabled = false);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await CallAsync(server, "/test.Echo/Unary", RawCall.Frame("a"), Binary)).HttpStatus);
    }

    [Fact]
    public async Task Preflight_FromAnAllowedOrigin_IsGranted()
    {
        await using var server = await ServeAsync(TestMethods.Echo(), options => options.Web.AllowedOrigins.Add("https://radio.example"));
        var preflight = await RawCall.SendAsync(Preflight(server, "https://radio.example"));
        Assert.Equal(HttpStatusCode.NoContent, preflight.HttpStatus);
        Assert.Equal("https://radio.example", preflight.Headers["access-control-allow-origin"]);
        Assert.Contains("x-grpc-web", preflight.Headers["access-control-allow-headers"], StringComparison.OrdinalIgnoreCase);
        Assert.Equal("POST", preflight.Headers["access-control-allow-methods"]);

        var request = RawCall.Request(server.Http1, "/test.Echo/Unary", RawCall.Frame("a"), Binary, "1.1");
        request.Headers.Add("origin", "https://radio.example");
        var response = await RawCall.SendAsync(request);
        Assert.Equal("https://radio.example", response.Headers["access-control-allow-origin"]);
        Assert.Contains("grpc-status", response.Headers["access-control-expose-headers"], StringComparison.Ordinal);
        Assert.Contains("grpc-message", response.Headers["access-control-expose-headers"], StringComparison.Ordinal);
        Assert.Single(Parse(response.Body).Messages);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://radio.example")]
    public async Task Preflight_FromAnotherOrigin_IsNotGranted(string? allowed)
    {
        await using var server = await ServeAsync(TestMethods.Echo(), options =>
        {
            if (allowed is not null)
            {
                options.Web.AllowedOrigins.Add(allowed);
            }
        });
        var preflight = await RawCall.SendAsync(Preflight(server, "https://evil.example"));
        Assert.DoesNotContain("access-control-allow-origin", preflight.Headers.Keys);
    }

    [Theory]
    [InlineData("radio.example")]
    [InlineData("ftp://radio.example")]
    [InlineData("https://radio.example/")]
    [InlineData("https://radio.example/page")]
    public async Task AllowedOrigins_WithSomethingElse_StopTheStart(string origin)
    {
        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => ServeAsync(TestMethods.Echo(), options =>
        {
            options.Web.AllowedOrigins.Add(origin);
            options.MaxReceiveMessageSize = 0;
        }));
        Assert.Equal(2, failure.Failures.Count());
        Assert.Contains($"'{origin}'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("MaxReceiveMessageSize is 0", failure.Message, StringComparison.Ordinal);
    }

    private static Task<GrpcTestServer> ServeAsync(ServerServiceDefinition definition, Action<GrpcServiceOptions>? configure = null)
        => GrpcTestServer.StartAsync(app => app.MapGrpcService(definition), configure);

    private static Task<RawCall.Response> CallAsync(GrpcTestServer server, string path, byte[] body, string contentType, string version = "1.1")
        => RawCall.SendAsync(RawCall.Request(version == "1.1" ? server.Http1 : server.Http2, path, Encode(contentType, body), contentType, version));

    private static HttpRequestMessage Preflight(GrpcTestServer server, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, new Uri(server.Http1, "/test.Echo/Unary"));
        request.Headers.Add("origin", origin);
        request.Headers.Add("access-control-request-method", "POST");
        request.Headers.Add("access-control-request-headers", "content-type,x-grpc-web");
        return request;
    }

    private static bool IsText(string contentType) => contentType.StartsWith(Text, StringComparison.Ordinal);

    private static byte[] Encode(string contentType, byte[] body)
        => IsText(contentType) ? Encoding.ASCII.GetBytes(Convert.ToBase64String(body)) : body;

    /// <summary>Text is decoded as a browser's script does: in groups of four, each with its own padding.</summary>
    private static byte[] Decode(string contentType, byte[] body)
        => IsText(contentType) ? [.. Encoding.ASCII.GetString(body).Chunk(4).SelectMany(group => Convert.FromBase64String(new string(group)))] : body;

    private static (List<byte[]> Messages, string Trailers) Parse(byte[] body)
    {
        var messages = new List<byte[]>();
        while (body[0] != 0x80)
        {
            var size = 5 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(1));
            messages.Add(body[..size]);
            body = body[size..];
        }
        Assert.Equal(body.Length - 5, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(1)));
        return (messages, Encoding.ASCII.GetString(body.AsSpan(5)));
    }
}
