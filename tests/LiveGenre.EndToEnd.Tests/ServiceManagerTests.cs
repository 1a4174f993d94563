using System.Net;
using System.Net.Sockets;
using System.Text;
using LiveGenre.EndToEnd.Tests.Support;

namespace LiveGenre.EndToEnd.Tests;

/// <summary>The daemon under a service manager that speaks systemd's protocol.</summary>
public sealed class ServiceManagerTests
{
    [Fact]
    public async Task Run_UnderAServiceManager_SaysReadyAliveAndStopping()
    {
        using var folder = new TemporaryFolder();
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(folder.At("notify")));
        await using var daemon = await DaemonProcess.StartAsync(new DaemonSetup
        {
            Sources = [("deck", KnownMusic.WavFile)],
            Settings = [("Sources:0:Loop", "true")],
            Environment = [("NOTIFY_SOCKET", folder.At("notify")), ("WATCHDOG_USEC", "2000000")],
        });

        await WaitForAsync(manager, "READY=1");
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(daemon.Page, "health/ready"))).StatusCode);
        await WaitForAsync(manager, "WATCHDOG=1");
        await WaitForAsync(manager, "WATCHDOG=1");

        daemon.Process.SendTerminate();
        await WaitForAsync(manager, "STOPPING=1");
        Assert.Equal(0, await daemon.Process.WaitAsync(Patience.Short));
    }

    private static async Task WaitForAsync(Socket manager, string wanted)
    {
        using var limit = new CancellationTokenSource(Patience.Short);
        var buffer = new byte[4_096];
        while (Encoding.UTF8.GetString(buffer, 0, await manager.ReceiveAsync(buffer, limit.Token)) != wanted)
        {
        }
    }
}
