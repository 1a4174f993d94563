using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LiveGenre.Daemon.Tests.Alerts;

/// <summary>A mail server of RFC 5321, as much of it as a client needs: it keeps what it gets.</summary>
internal sealed class SmtpServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SmtpServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Recipients that it refuses.</summary>
    public string Refused { get; init; } = "";

    /// <summary>Envelope and login, a line each.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>Header and body as they came.</summary>
    public List<string> Mails { get; } = [];

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                await ServeAsync(new StreamReader(stream, Encoding.UTF8), new StreamWriter(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true });
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(StreamReader reader, StreamWriter writer)
    {
        await writer.WriteLineAsync("220 mail.example");
        while (await reader.ReadLineAsync() is { } line)
        {
            Commands.Add(line);
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await writer.WriteLineAsync("250-mail.example");
                    await writer.WriteLineAsync("250 AUTH LOGIN");
                    break;
                case "AUTH":
                    await writer.WriteLineAsync("334 UGFzc3dvcmQ6");
                    Commands.Add(Encoding.UTF8.GetString(Convert.FromBase64String((await reader.ReadLineAsync())!)));
                    await writer.WriteLineAsync("235 in");
                    break;
                case "RCPT" when Refused.Length > 0 && line.Contains(Refused, StringComparison.Ordinal):
                    await writer.WriteLineAsync("550 nobody of that name");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    var mail = new StringBuilder();
                    while (await reader.ReadLineAsync() is { } text && text != ".")
                    {
                        mail.AppendLine(text);
                    }
                    Mails.Add(mail.ToString());
                    await writer.WriteLineAsync("250 taken");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
    }
}
