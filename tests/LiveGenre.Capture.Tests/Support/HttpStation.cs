using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LiveGenre.Capture.Tests.Support;

/// <summary>A radio station: answers each request with whatever the test makes of the connection.</summary>
internal sealed class HttpStation : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, Stream, CancellationToken, Task> _answer;
    private int _connections;

    public HttpStation(Func<string, Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Sends a body at once and ends the connection.</summary>
    public static HttpStation Sending(byte[] body, string type = "audio/mpeg") => new((_, stream, stop) => SendAsync(stream, body, type, stop));

    /// <summary>Sends a body at once and then nothing more, without ending.</summary>
    public static HttpStation Stalling(byte[] body, string type = "audio/mpeg") => new(async (_, stream, stop) =>
    {
        await SendAsync(stream, body, type, stop);
        await Task.Delay(Timeout.Infinite, stop);
    });

    public static async Task SendAsync(Stream stream, byte[] body, string type, CancellationToken stop, string? header = null)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.0 200 OK\r\nContent-Type: {type}\r\n{header}\r\n"), stop);
        await stream.WriteAsync(body, stop);
        await stream.FlushAsync(stop);
    }

    public string Url(string path = "live", string user = "") => $"http://{user}127.0.0.1:{Port}/{path}";

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(client);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var request = await reader.ReadLineAsync(_stop.Token) ?? "";
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 })
                {
                }

                await _answer(request, stream, _stop.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The listener went away, or the test is over.
            }
        }
    }
}
