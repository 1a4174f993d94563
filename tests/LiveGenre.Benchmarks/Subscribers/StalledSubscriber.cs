using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Benchmarks.Subscribers;

/// <summary>
/// A subscriber that opens its stream and takes not a byte of it: HTTP/2 (RFC 9113) by hand with a flow-control window of zero,
/// which no client library can be brought to.
/// </summary>
internal static class StalledSubscriber
{
    private const byte Data = 0, Headers = 1, Settings = 4;
    private const byte EndStream = 1, EndHeaders = 4;
    private const int Stream = 1;

    /// <summary>Subscribes; dispose of the connection to end it.</summary>
    public static async Task<TcpClient> OpenAsync(string address, string sourceId)
    {
        var uri = new Uri(address);
        var client = new TcpClient();
        await client.ConnectAsync(uri.Host, uri.Port);
        await client.GetStream().WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await WriteFrameAsync(client, Settings, 0, 0, [0, 4, 0, 0, 0, 0]); // INITIAL_WINDOW_SIZE 0
        (string Name, string Value)[] headers =
        [
            (":method", "POST"), (":scheme", "http"), (":authority", uri.Authority), (":path", "/livegenre.v1.GenreService/WatchGenre"),
            ("content-type", "application/grpc"), ("te", "trailers"),
        ];
        await WriteFrameAsync(client, Headers, EndHeaders, Stream, [.. headers.SelectMany(h => (byte[])[0, .. Text(h.Name), .. Text(h.Value)])]);
        var message = new WatchGenreRequest { SourceId = sourceId }.ToByteArray();
        await WriteFrameAsync(client, Data, EndStream, Stream, [0, 0, 0, 0, (byte)message.Length, .. message]);
        return client;
    }

    /// <summary>A string of HPACK (RFC 7541), neither compressed nor indexed.</summary>
    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static async Task WriteFrameAsync(TcpClient client, byte type, byte flags, int stream, byte[] payload) =>
        await client.GetStream().WriteAsync((byte[])[0, 0, (byte)payload.Length, type, flags, 0, 0, 0, (byte)stream, .. payload]);
}
