using LiveGenre.Capture.PulseAudio;

namespace LiveGenre.Capture;

/// <summary>Chooses what <c>livegenre run</c> captures when no SOURCE is given.</summary>
public static class DefaultSource
{
    /// <summary>What this machine plays, if a sound server or the system's loopback can tell; else its default microphone; else none.</summary>
    public static async Task<DefaultSourceChoice> FindAsync(AudioSourceOptions? options = null, CancellationToken cancellation = default)
    {
        // PortAudio tries every device there is, which can take seconds; mostly the sound server's answer is enough.
        var server = await DeviceCatalog.ListAsync([PulseDevices.ListAsync], options ?? new(), cancellation);
        return server.Devices.Any(d => d.IsDefault && d.Kind == CaptureDeviceKind.Loopback)
            ? Choose(server)
            : Choose(await DeviceCatalog.ListAsync(options, cancellation));
    }

    /// <summary>Chooses from <paramref name="listing"/>.</summary>
    internal static DefaultSourceChoice Choose(DeviceListing listing)
    {
        var defaults = listing.Devices.Where(d => d.IsDefault).ToList();
        return defaults.Find(d => d.Kind == CaptureDeviceKind.Loopback) is { } loopback
                ? new(Follow(loopback), $"'{loopback.DisplayName}' is what this machine plays.")
            : defaults.Find(d => d.Kind == CaptureDeviceKind.Microphone) is { } microphone
                ? new(Follow(microphone), $"'{microphone.DisplayName}' is the default microphone; there is no loopback of what this machine plays.")
            : new(null, listing.Devices.Count > 0
                ? "None of this machine's sound devices is a default one; name one of those that 'livegenre devices' lists."
                : $"This machine has no sound device to capture. {string.Join(" ", listing.Notes)}".TrimEnd());
    }

    // The sound server is asked for its default at each connection, so that the choice follows the user's.
    private static string Follow(CaptureDevice device) => (device.Backend, device.Kind) switch
    {
        (CaptureBackend.PulseAudio, CaptureDeviceKind.Loopback) => "pulse:" + PulseDefaults.MonitorName,
        (CaptureBackend.PulseAudio, _) => "pulse:" + PulseDefaults.SourceName,
        _ => device.Address,
    };
}
