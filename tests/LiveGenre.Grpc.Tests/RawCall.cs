using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace LiveGenre.Grpc.Tests;

/// <summary>A call made of bytes, for what no client would send.</summary>
internal static class RawCall
{
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler());

    public static HttpRequestMessage Request(Uri address, string path, byte[] body, string contentType = "application/grpc", string version = "2.0")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, path))
        {
            Version = new Version(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", contentType);
        request.Headers.TryAddWithoutValidation("te", "trailers");
        return request;
    }

    /// <summary>Sends and reads to the end.</summary>
    public static async Task<Response> SendAsync(HttpRequestMessage request)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var response = await Http.SendAsync(request, patience.Token);
        var body = await response.Content.ReadAsByteArrayAsync(patience.Token);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(", ", header.Value));
        var trailers = response.TrailingHeaders.ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(", ", header.Value));
        return new(response.StatusCode, headers, body, trailers);
    }

    /// <summary>Sends and hands over the response as soon as its headers are there.</summary>
    public static Task<HttpResponseMessage> StartAsync(HttpRequestMessage request) => Http.SendAsync(request, CancellationToken.None);

    /// <summary>A message with its framing.</summary>
    public static byte[] Frame(byte[] payload, byte flags = 0)
    {
        var frame = new byte[5 + payload.Length];
        frame[0] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    public static byte[] Frame(string text) => Frame(new StringValue { Value = text }.ToByteArray());

    public static byte[] Gzip(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.SmallestSize))
        {
            gzip.Write(bytes);
        }
        return output.ToArray();
    }

    internal sealed record Response(HttpStatusCode HttpStatus, Dictionary<string, string> Headers, byte[] Body, Dictionary<string, string> Trailers)
    {
        /// <summary>The status, whether it came instead of messages or after them.</summary>
        public StatusCode Status => (StatusCode)int.Parse(Trailers.GetValueOrDefault("grpc-status") ?? Headers["grpc-status"], null);

        public string Message => Trailers.GetValueOrDefault("grpc-message") ?? Headers.GetValueOrDefault("grpc-message") ?? "";
    }
}
