using LiveGenre.Capture.PortAudio;
using LiveGenre.Capture.PulseAudio;

namespace LiveGenre.Capture;

/// <summary>Lists what can be captured on this machine.</summary>
public static class DeviceCatalog
{
    /// <summary>Asks every system; one that is absent leaves a note, not an exception.</summary>
    public static Task<DeviceListing> ListAsync(AudioSourceOptions? options = null, CancellationToken cancellation = default) =>
        ListAsync([PulseDevices.ListAsync, PortAudioDevices.ListAsync], options ?? new(), cancellation);

    /// <summary>Asks some systems.</summary>
    internal static async Task<DeviceListing> ListAsync(
        Func<AudioSourceOptions, CancellationToken, Task<IReadOnlyList<CaptureDevice>>>[] systems,
        AudioSourceOptions options, CancellationToken cancellation)
    {
        var devices = new List<CaptureDevice>();
        var notes = new List<string>();
        foreach (var list in systems)
        {
            try
            {
                devices.AddRange(await list(options, cancellation));
            }
            catch (AudioSourceException absent)
            {
                notes.Add(absent.Message);
            }
        }

        return new(devices, notes);
    }
}
