using System.Collections.Concurrent;
using System.Net.Sockets;

namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>A radio station on the web, as Icecast is one: MP3 without end at its own pace, a burst first. Its faults are the test's to make.</summary>
internal sealed class Broadcaster : IDisposable
{
    private const int BurstBytes = 65_536; // Icecast's burst-size: 4 s at 128 kbit/s
    private const int TcpRepair = 19; // TCP_REPAIR of linux/tcp.h
    private static readonly TimeSpan Acknowledged = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(100);

    private readonly HttpStation _station;
    private readonly ConcurrentDictionary<NetworkStream, bool> _listeners = new();
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

    /// <summary>Sends something else from now on, in the middle of the connections that there are.</summary>
    public void Play(byte[] programme) => _programme = programme;

    /// <summary>
    /// Forgets its connections without a packet that says so, as a machine does that loses its power: to its listeners they stay
    /// open. Needs CAP_NET_ADMIN.
    /// </summary>
    /// <exception cref="SocketException">This process may not.</exception>
    public async Task VanishAsync()
    {
        Stall();
        await Task.Delay(Acknowledged); // an acknowledgement on its way would be answered with a reset
        foreach (var listener in _listeners.Keys)
        {
            listener.Socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpRepair, [1, 0, 0, 0]);
            listener.Socket.Close();
        }
    }

    public void Dispose() => _station.Dispose();

    private async Task AnswerAsync(string request, Stream client, CancellationToken stop)
    {
        if (_isOffAir)
        {
            await client.WriteAsync("HTTP/1.0 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
            return;
        }
        _isStalled = false; // whoever connects afresh is played to
        _listeners[(NetworkStream)client] = true;
        try
        {
            await PlayAsync(client, stop);
        }
        finally
        {
            _listeners.TryRemove((NetworkStream)client, out _);
        }
    }

    private async Task PlayAsync(Stream client, CancellationToken stop)
    {
        var (programme, at) = (_programme, 0);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, _connection.Token);
        await HttpStation.SendAsync(client, [], "audio/mpeg", end.Token);
        using var pace = new PeriodicTimer(Block);
        for (var bytes = BurstBytes; await pace.WaitForNextTickAsync(end.Token); bytes = (int)(KnownMusic.Mp3BytesPerSecond * Block.TotalSeconds))
        {
            if (_programme != programme)
            {
                (programme, at) = (_programme, 0);
            }
            for (; bytes > 0 && !_isStalled; at %= programme.Length)
            {
                var part = Math.Min(bytes, programme.Length - at);
                await client.WriteAsync(programme.AsMemory(at, part), end.Token);
                (bytes, at) = (bytes - part, at + part);
            }
        }
    }
}
