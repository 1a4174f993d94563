using System.Diagnostics;

namespace LiveGenre.Capture.PulseAudio;

/// <summary>Finds sources by name, and lists them.</summary>
internal static class PulseDevices
{
    /// <summary>Finds the source that <paramref name="name"/> means now.</summary>
    /// <exception cref="AudioSourceException">There is none, and these are the ones there are; or its format is not supported.</exception>
    public static PulseDevice Resolve(PulseConnection connection, string address, string name, long deadline)
    {
        var devices = connection.Sources(deadline);
        PulseDevice? device;
        if (PulseDefaults.IsDefault(name))
        {
            var defaults = connection.Defaults(deadline);
            device = devices.FirstOrDefault(d => defaults.Matches(name, d));
        }
        else
        {
            device = devices.FirstOrDefault(d => d.Name == name);
        }

        if (device is null)
        {
            throw new AudioSourceException(
                AudioSourceFault.NotFound, address, $"'{address}': the sound server has no such source. {Known(devices)}");
        }

        return device.Format.IsSupported
            ? device
            : throw new AudioSourceException(
                AudioSourceFault.UnsupportedFormat, address, FormatLimits.Message(address, device.Format));
    }

    /// <summary>Lists all sources, on a thread of its own because libpulse waits there.</summary>
    /// <exception cref="AudioSourceException">No server answers.</exception>
    public static async Task<IReadOnlyList<CaptureDevice>> ListAsync(AudioSourceOptions options, CancellationToken cancellation)
    {
        NativeLibraries.RequirePulse("pulse");
        var listed = new TaskCompletionSource<IReadOnlyList<CaptureDevice>>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                listed.SetResult(List(options));
            }
            catch (Exception error) // belongs to the caller
            {
                listed.SetException(error);
            }
        })
        { IsBackground = true, Name = "livegenre-pulse-list" }.Start();
        return await listed.Task.WaitAsync(cancellation);
    }

    private static List<CaptureDevice> List(AudioSourceOptions options)
    {
        var deadline = Stopwatch.GetTimestamp() + (long)(options.OpenTimeout.TotalSeconds * Stopwatch.Frequency);
        using var connection = PulseConnection.Connect("pulse", options.PulseServer, deadline);
        var defaults = connection.Defaults(deadline);
        return
        [
            .. connection.Sources(deadline).Select(device => new CaptureDevice(
                "pulse:" + device.Name, device.Description, CaptureBackend.PulseAudio,
                device.IsMonitor ? CaptureDeviceKind.Loopback : CaptureDeviceKind.Microphone,
                device.Format,
                defaults.Matches(device.IsMonitor ? PulseDefaults.MonitorName : PulseDefaults.SourceName, device))),
        ];
    }

    private static string Known(IReadOnlyList<PulseDevice> devices) =>
        devices.Count == 0 ? "It has none at all." : $"It has: {string.Join(", ", devices.Select(d => "pulse:" + d.Name))}.";
}
