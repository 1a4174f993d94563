namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>A radio station on the web, as Icecast is one: MP3 without end at its own pace, a burst first. Its faults are the test's to make.</summary>
internal sealed class Broadcaster : IDisposable
{
    private const int BurstBytes = 65_536; // Icecast's burst-size: 4 s at 128 kbit/s
    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(100);

    private readonly HttpStation _station;
    private volatile byte[] _programme;
    private volatile CancellationTokenSource _connection = new();
    private volatile bool _isOffAir;
    private volatile bool _isStalled;

    /// <param name="mp3">Is repeated without end.</param>
    public Broadcaster(byte[] mp3)
    {
        _programme = mp3;
        _station = new HttpStation(AnswerAsync);
    }

    public string Url => _station.Url("live.mp3");

    /// <summary>Connections so far.</summary>
    public int Connections => _station.Connections;

    /// <summary>Ends every connection and refuses new ones.</summary>
    public void GoOffAir()
    {
        _isOffAir = true;
        _connection.Cancel();
    }

    /// <summary>Plays again, to those who connect from now on.</summary>
    public void GoOnAir(byte[] mp3)
    {
        _programme = mp3;
        _connection = new();
        _isOffAir = false;
    }

    /// <summary>Holds the connections that there are and sends nothing more to them.</summary>
    public void Stall() => _isStalled = true;

    public void Dispose() => _station.Dispose();

    private async Task AnswerAsync(string request, Stream client, CancellationToken stop)
    {
        if (_isOffAir)
        {
            await client.WriteAsync("HTTP/1.0 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
            return;
        }
        _isStalled = false; // whoever connects afresh is played to
        var (programme, at) = (_programme, 0);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, _connection.Token);
        await HttpStation.SendAsync(client, [], "audio/mpeg", end.Token);
        using var pace = new PeriodicTimer(Block);
        for (var bytes = BurstBytes; await pace.WaitForNextTickAsync(end.Token); bytes = (int)(KnownMusic.Mp3BytesPerSecond * Block.TotalSeconds))
        {
            for (; bytes > 0 && !_isStalled; at %= programme.Length)
            {
                var part = Math.Min(bytes, programme.Length - at);
                await client.WriteAsync(programme.AsMemory(at, part), end.Token);
                (bytes, at) = (bytes - part, at + part);
            }
        }
    }
}
