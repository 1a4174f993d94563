using LiveGenre.Capture.PortAudio;
using LiveGenre.Capture.PulseAudio;

namespace LiveGenre.Capture;

/// <summary>Lists what can be captured on this machine.</summary>
public static class DeviceCatalog
{
    /// <summary>Asks every system; one that is absent leaves a note, not an exception.</summary>
    public static async Task<DeviceListing> ListAsync(AudioSourceOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        var devices = new List<CaptureDevice>();
        var notes = new List<string>();
        foreach (var list in new[] { PulseDevices.ListAsync, PortAudioDevices.ListAsync })
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
