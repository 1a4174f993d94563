using System.Net.Sockets;
using System.Text;
using LiveGenre.Fuzz.Tests.Engine;

namespace LiveGenre.Fuzz.Tests.Targets;

/// <summary>Raw connections to a daemon, which must answer the next one as ever.</summary>
internal static class SocketTargets
{
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How long it waits for the next bytes of an answer before it says that nothing follows: a daemon owes nothing to one who has hung up.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);

    public static FuzzTarget Http1(Uri page) => new("http1", 1,
        [
            Request("GET /health/live HTTP/1.1", ""), Request("GET /metrics HTTP/1.1", "Authorization: Bearer lg_x\r\n"), Request("GET /../../etc/passwd HTTP/1.1", ""),
            [.. Request("POST /livegenre.v1.GenreService/GetSource HTTP/1.1", "Content-Type: application/grpc-web+proto\r\nContent-Length: 5\r\n"), 0, 0, 0, 0, 0],
            [.. Request("POST /livegenre.v1.GenreService/GetSource HTTP/1.1", "Content-Type: application/grpc-web-text\r\nTransfer-Encoding: chunked\r\n"), .. "8\r\nAAAAAAA=\r\n0\r\n\r\n"u8],
        ],
        [.. Bytes.OddTexts, .. Bytes.Of("\r\n\r\n", "Content-Length: 99999999999\r\n", "Transfer-Encoding: chunked\r\n", "ffffffff\r\n", "grpc-timeout: 1n\r\n", "HTTP/9.9", "Host: a\r\nHost: b\r\n", "X: y\r\n ", "%00")],
        input => SendAsync(page, input).GetAwaiter().GetResult());

    public static FuzzTarget Http2(Uri grpc) => new("http2", 1,
        [
            [.. Preface, .. Frame(4, 0, 0, []), .. Frame(1, 4, 1, Headers), .. Frame(0, 1, 1, [0, 0, 0, 0, 0])],
            [.. Preface, .. Frame(4, 0, 0, [0, 4, 0x7f, 0xff, 0xff, 0xff]), .. Frame(8, 0, 0, [0x7f, 0xff, 0xff, 0xff]), .. Frame(1, 5, 1, Headers), .. Frame(3, 0, 1, [0, 0, 0, 8])],
            [.. Preface, .. Frame(4, 0, 0, []), .. Frame(1, 0, 1, Headers[..3]), .. Frame(9, 4, 1, Headers[3..]), .. Frame(6, 0, 0, new byte[8]), .. Frame(7, 0, 0, new byte[8])],
        ],
        [Frame(0, 0, 1, [1, 0, 0, 0, 0]), Frame(1, 4, 3, Headers), Frame(3, 0, 1, [0, 0, 0, 8]), Frame(4, 1, 0, []), Frame(8, 0, 1, [0, 0, 0, 0]), Frame(9, 0, 1, []), [0xff, 0xff, 0xff, 0xff], Preface],
        input => SendAsync(grpc, input).GetAwaiter().GetResult());

    // HPACK (RFC 7541): POST and http of the static table; :path, :authority, content-type and te written out.
    private static byte[] Headers =>
    [
        0x83, 0x86, .. Literal(0x04, "/livegenre.v1.GenreService/GetSource"), .. Literal(0x01, "localhost"), .. Literal(0x0f, "application/grpc", 0x10),
        0x00, 2, .. "te"u8, 8, .. "trailers"u8,
    ];

    /// <summary>Sends, listens until it is quiet, says that nothing follows, and reads what comes until the other side ends too.</summary>
    private static async Task<bool> SendAsync(Uri to, byte[] input)
    {
        using var client = new TcpClient { NoDelay = true };
        using var patience = new CancellationTokenSource(Patience);
        await client.ConnectAsync(to.Host, to.Port, patience.Token);
        long received = 0;
        var hasHungUp = false;
        try
        {
            var stream = client.GetStream();
            await stream.WriteAsync(input, patience.Token);
            var buffer = new byte[16 * 1024];
            int read;
            do
            {
                var reading = stream.ReadAsync(buffer, patience.Token).AsTask();
                if (!hasHungUp && await Task.WhenAny(reading, Task.Delay(Quiet, patience.Token)) != reading)
                {
                    client.Client.Shutdown(SocketShutdown.Send);
                    hasHungUp = true;
                }
                read = await reading;
                received += read;
            }
            while (read > 0);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            // It was cut off, as a daemon may.
        }
        catch (OperationCanceledException)
        {
            throw new FuzzException($"The connection is still open {Patience} after its client has ended it.");
        }
        return received > 60; // more than the settings and the farewell of HTTP/2
    }

    private static byte[] Request(string line, string headers) => Encoding.ASCII.GetBytes($"{line}\r\nHost: localhost\r\n{headers}\r\n");

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload) =>
        [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, (byte)(stream >> 24), (byte)(stream >> 16), (byte)(stream >> 8), (byte)stream, .. payload];

    /// <summary>A field whose name stands in the static table, without indexing it.</summary>
    private static byte[] Literal(byte index, string value, byte more = 0) =>
        [.. more == 0 ? (byte[])[index] : [index, more], (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
}
