using System.Net;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;

namespace LiveGenre.Grpc.Tests.Server;

/// <summary>What the server answers to bytes that no client should send.</summary>
public sealed class MalformedRequestTests : IAsyncLifetime
{
    private const string Path = "/test.Echo/Unary";
    private const int MaxMessageSize = 64 * 1024;

    private GrpcTestServer _server = null!;

    public async Task InitializeAsync() => _server = await GrpcTestServer.StartAsync(
        app => app.MapGrpcService(TestMethods.Echo()),
        options => options.MaxReceiveMessageSize = MaxMessageSize);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpcx")]
    [InlineData("application/grpc+json")]
    [InlineData("application/grpc-web+json")]
    [InlineData("")]
    public async Task Request_OfOtherContentType_GetsHttp415(string contentType)
    {
        var response = await RawCall.SendAsync(RawCall.Request(_server.Http2, Path, RawCall.Frame("a"), contentType));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.HttpStatus);
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("Application/gRPC; charset=utf-8")]
    public async Task Request_OfGrpcContentType_IsServed(string contentType)
    {
        var response = await RawCall.SendAsync(RawCall.Request(_server.Http2, Path, RawCall.Frame("a"), contentType));
        Assert.Equal((StatusCode.OK, "application/grpc"), (response.Status, response.Headers["content-type"]));
        Assert.Equal(RawCall.Frame("a"), response.Body);
    }

    [Fact]
    public async Task Request_OfGrpcOverHttp1_GetsHttp505()
    {
        var response = await RawCall.SendAsync(RawCall.Request(_server.Http1, Path, RawCall.Frame("a"), version: "1.1"));
        Assert.Equal(HttpStatusCode.HttpVersionNotSupported, response.HttpStatus);
    }

    [Fact]
    public async Task Request_WithGet_GetsHttp405()
    {
        var request = RawCall.Request(_server.Http2, Path, []);
        request.Method = HttpMethod.Get;
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await RawCall.SendAsync(request)).HttpStatus);
    }

    [Theory]
    [InlineData("/test.Echo/Nothing", "The service test.Echo has no method Nothing.")]
    [InlineData("/test.Nothing/Unary", "This server has no service test.Nothing.")]
    public async Task Call_OfUnknownMethod_EndsUnimplementedWithoutBody(string path, string message)
    {
        var response = await RawCall.SendAsync(RawCall.Request(_server.Http2, path, RawCall.Frame("a")));
        Assert.Equal((HttpStatusCode.OK, "12", message), (response.HttpStatus, response.Headers["grpc-status"], response.Headers["grpc-message"]));
        Assert.Empty(response.Body);
        Assert.Empty(response.Trailers);
    }

    [Fact]
    public async Task Request_OfUnknownPathWithoutGrpc_StaysHttp404()
    {
        var response = await RawCall.SendAsync(RawCall.Request(_server.Http2, "/test.Echo/Nothing", [], "application/json"));
        Assert.Equal(HttpStatusCode.NotFound, response.HttpStatus);
    }

    [Fact]
    public async Task Call_WithUnknownEncoding_EndsUnimplementedAndNamesTheKnownOnes()
    {
        var request = RawCall.Request(_server.Http2, Path, RawCall.Frame([1, 2, 3], flags: 1));
        request.Headers.Add("grpc-encoding", "snappy");
        var response = await RawCall.SendAsync(request);
        Assert.Equal((StatusCode.Unimplemented, "identity,gzip"), (response.Status, response.Headers["grpc-accept-encoding"]));
    }

    public static TheoryData<string, byte[], string?, StatusCode> Bodies { get; } = new()
    {
        { "no message", [], null, StatusCode.Unimplemented },
        { "two messages", [.. RawCall.Frame("a"), .. RawCall.Frame("b")], null, StatusCode.Unimplemented },
        { "part of a header", [0, 0, 0], null, StatusCode.Internal },
        { "part of a message", RawCall.Frame("abcdef")[..^1], null, StatusCode.Internal },
        { "bytes after the message", [.. RawCall.Frame("a"), 0, 0], null, StatusCode.Internal },
        { "unknown flags", RawCall.Frame([], flags: 0x40), null, StatusCode.Internal },
        { "a trailers frame", RawCall.Frame([], flags: 0x80), null, StatusCode.Internal },
        { "not a protobuf message", RawCall.Frame([0x0a, 0xff]), null, StatusCode.Internal },
        { "larger than the limit", RawCall.Frame(new byte[MaxMessageSize + 1]), null, StatusCode.ResourceExhausted },
        { "a length of 4 GiB", [0, 0xff, 0xff, 0xff, 0xff, 1, 2, 3], null, StatusCode.ResourceExhausted },
        { "compressed without an encoding", RawCall.Frame(RawCall.Gzip([]), flags: 1), null, StatusCode.Internal },
        { "compressed under identity", RawCall.Frame(RawCall.Gzip([]), flags: 1), "identity", StatusCode.Internal },
        { "not gzip", RawCall.Frame([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20], flags: 1), "gzip", StatusCode.Internal },
        { "gzip cut off", RawCall.Frame(RawCall.Gzip([0x0a, 1, 0x61])[..^9], flags: 1), "gzip", StatusCode.Internal },
        { "a gzip bomb", RawCall.Frame(RawCall.Gzip(new byte[32 << 20]), flags: 1), "gzip", StatusCode.ResourceExhausted },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Call_WithMalformedBody_EndsWithItsStatus(string what, byte[] body, string? encoding, StatusCode status)
    {
        var request = RawCall.Request(_server.Http2, Path, body);
        if (encoding is not null)
        {
            request.Headers.Add("grpc-encoding", encoding);
        }
        var response = await RawCall.SendAsync(request);
        Assert.True(response.Status == status, $"{what}: {response.Status} {response.Message}");
        Assert.DoesNotContain(_server.Log.Lines, line => line.Id.Id == 401);
    }

    [Theory]
    [InlineData("100", StatusCode.Internal)]
    [InlineData("m", StatusCode.Internal)]
    [InlineData("-1S", StatusCode.Internal)]
    [InlineData("123456789S", StatusCode.Internal)]
    [InlineData("1 S", StatusCode.Internal)]
    [InlineData("1s", StatusCode.Internal)]
    [InlineData("99999999H", StatusCode.OK)]
    [InlineData("99999999n", StatusCode.OK)]
    public async Task Call_WithTimeout_EndsInternalOnlyIfMalformed(string timeout, StatusCode status)
    {
        var request = RawCall.Request(_server.Http2, Path, RawCall.Frame("a"));
        request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
        Assert.Equal(status, (await RawCall.SendAsync(request)).Status);
    }

    [Fact]
    public async Task Call_WithCompressedMessage_IsServed()
    {
        var request = RawCall.Request(_server.Http2, Path, RawCall.Frame(RawCall.Gzip(RawCall.Frame("abc")[5..]), flags: 1));
        request.Headers.Add("grpc-encoding", "gzip");
        var response = await RawCall.SendAsync(request);
        Assert.Equal(StatusCode.OK, response.Status);
        Assert.Equal(RawCall.Frame("abc"), response.Body);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)] // as encoders write it that make nothing of nothing
    public async Task Call_WithEmptyMessage_IsServed(byte flags)
    {
        var request = RawCall.Request(_server.Http2, Path, RawCall.Frame([], flags));
        request.Headers.Add("grpc-encoding", "gzip");
        var response = await RawCall.SendAsync(request);
        Assert.Equal(StatusCode.OK, response.Status);
        Assert.Equal(RawCall.Frame([]), response.Body);
    }

    [Fact]
    public async Task Call_WithRandomBodies_AlwaysEndsWithAStatusAndServesTheNext()
    {
        var random = new Random(20_261_121);
        for (var round = 0; round < 400; round++)
        {
            var request = RawCall.Request(_server.Http2, Path, RandomBody(random));
            if (random.Next(2) == 0)
            {
                request.Headers.Add("grpc-encoding", "gzip");
            }
            var response = await RawCall.SendAsync(request);
            Assert.True(response.Status is StatusCode.OK or StatusCode.Internal or StatusCode.Unimplemented or StatusCode.ResourceExhausted, $"round {round}: {response.Status} {response.Message}");
        }
        Assert.Equal(StatusCode.OK, (await RawCall.SendAsync(RawCall.Request(_server.Http2, Path, RawCall.Frame("a")))).Status);
        Assert.DoesNotContain(_server.Log.Lines, line => line.Id.Id == 401);
    }

    /// <summary>Noise, or a valid body with a few bytes changed, cut or repeated.</summary>
    private static byte[] RandomBody(Random random)
    {
        var bytes = new byte[random.Next(64)];
        random.NextBytes(bytes);
        if (random.Next(4) == 0)
        {
            return bytes;
        }
        var payload = new StringValue { Value = new string('x', random.Next(100)) };
        var message = RawCall.Frame(payload.Value);
        var body = random.Next(2) == 0 ? message : RawCall.Frame(RawCall.Gzip(message[5..]), flags: 1);
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            body[random.Next(body.Length)] = (byte)random.Next(256);
        }
        return random.Next(3) switch
        {
            0 => body[..random.Next(body.Length)],
            1 => [.. body, .. bytes],
            _ => body,
        };
    }
}
