using System.Net.Sockets;
using System.Text;

namespace LiveGenre.Daemon.Tests.Hosting;

/// <summary>systemd's end of the socket.</summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-");
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly List<string> _received = [];

    public ServiceManager()
    {
        Address = Path.Combine(_folder.FullName, "notify");
        _socket.Bind(new UnixDomainSocketEndPoint(Address));
    }

    public string Address { get; }

    /// <summary>All that has come.</summary>
    public IReadOnlyList<string> Received
    {
        get
        {
            lock (_received)
            {
                var buffer = new byte[4_096];
                while (_socket.Poll(0, SelectMode.SelectRead))
                {
                    _received.Add(Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer)));
                }
                return [.. _received];
            }
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _folder.Delete(recursive: true);
    }
}
