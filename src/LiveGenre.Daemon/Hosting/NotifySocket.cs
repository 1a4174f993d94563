using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LiveGenre.Daemon.Hosting;

/// <summary>The socket by which a service manager is told how its service does: the protocol of sd_notify(3), in which a datagram holds lines of <c>NAME=VALUE</c>.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    private NotifySocket(string address) =>
        // An @ stands for the zero byte of an address in Linux's abstract name space.
        _socket.Connect(new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address));

    /// <summary>How long the service manager waits for <c>WATCHDOG=1</c> before it ends the service; null if it does not.</summary>
    public TimeSpan? Watchdog { get; private init; }

    /// <summary>The socket that the environment names; null where no service manager wants to be told.</summary>
    /// <exception cref="SocketException">It names one that is not there.</exception>
    public static NotifySocket? TryOpen(Func<string, string?> environment)
    {
        if (environment("NOTIFY_SOCKET") is not { Length: > 1 } address || OperatingSystem.IsWindows())
        {
            return null;
        }
        var isForUs = environment("WATCHDOG_PID") is not { Length: > 0 } process
            || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return new NotifySocket(address)
        {
            Watchdog = isForUs && long.TryParse(environment("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
                ? TimeSpan.FromMicroseconds(microseconds)
                : null,
        };
    }

    /// <summary>Sends lines of <c>NAME=VALUE</c>.</summary>
    /// <exception cref="SocketException">Nobody listens any more.</exception>
    public void Send(string lines) => _socket.Send(Encoding.UTF8.GetBytes(lines));

    public void Dispose() => _socket.Dispose();
}
