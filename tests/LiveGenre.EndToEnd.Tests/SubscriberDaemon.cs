using LiveGenre.EndToEnd.Tests.Support;

namespace LiveGenre.EndToEnd.Tests;

/// <summary>A daemon that says as much as it can: a window every quarter of a second, ten heartbeats a second, short queues.</summary>
public sealed class SubscriberDaemon : IAsyncLifetime
{
    private DaemonProcess? _daemon;

    internal DaemonProcess Daemon => _daemon!;

    public async Task InitializeAsync() => _daemon = await DaemonProcess.StartAsync(new DaemonSetup
    {
        Sources = [("deck", KnownMusic.WavFile)],
        Settings =
        [
            ("Sources:0:Loop", "true"), ("Windowing:Hop", "00:00:00.25"),
            ("Serving:HeartbeatInterval", "00:00:00.1"), ("Serving:SubscriberQueueLength", "8"),
        ],
    });

    public async Task DisposeAsync() => await (_daemon?.DisposeAsync() ?? default);
}
