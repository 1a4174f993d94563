using System.Runtime.InteropServices;
using static LiveGenre.Capture.PortAudio.LibPortAudio;

namespace LiveGenre.Capture.PortAudio;

/// <summary>Finds inputs by their stable names, and lists them.</summary>
internal static class PortAudioDevices
{
    /// <summary>Stands for the default input.</summary>
    public const string DefaultInput = "@DEFAULT_SOURCE@";

    /// <summary>Stands for the loopback of the default output.</summary>
    public const string DefaultLoopback = "@DEFAULT_MONITOR@";

    // A plug-in of ALSA (default, pulse, pipewire) converts anything, and claims 32 channels or more; behind it is stereo.
    private const int FewestClaimedChannels = 32;

    /// <summary>Lists all inputs.</summary>
    /// <exception cref="AudioSourceException">PortAudio is not installed, does not start or does not answer.</exception>
    public static async Task<IReadOnlyList<CaptureDevice>> ListAsync(AudioSourceOptions options, CancellationToken cancellation)
    {
        IReadOnlyList<PortAudioDevice> inputs;
        try
        {
            inputs = await PortAudioHost.Shared.RunAsync("portaudio", Inputs).WaitAsync(options.OpenTimeout, cancellation);
        }
        catch (TimeoutException)
        {
            throw new AudioSourceException(AudioSourceFault.Unreachable, "portaudio", "'portaudio': PortAudio does not answer.");
        }

        return
        [
            .. inputs.Select(input => new CaptureDevice(
                "portaudio:" + input.FullName, input.Name, CaptureBackend.PortAudio,
                input.IsLoopback ? CaptureDeviceKind.Loopback : CaptureDeviceKind.Microphone, input.Format, input.IsDefault)),
        ];
    }

    /// <summary>All inputs, on PortAudio's thread.</summary>
    public static unsafe IReadOnlyList<PortAudioDevice> Inputs()
    {
        var inputs = new List<PortAudioDevice>();
        var defaultInput = Pa_GetDefaultInputDevice();
        for (var index = 0; index < Pa_GetDeviceCount(); index++)
        {
            var info = Pa_GetDeviceInfo(index);
            if (info is null || info->MaxInputChannels <= 0 || Marshal.PtrToStringUTF8(info->Name) is not { } name)
            {
                continue;
            }

            var api = Pa_GetHostApiInfo(info->HostApi);
            var channels = info->MaxInputChannels >= FewestClaimedChannels ? 2 : info->MaxInputChannels;
            inputs.Add(new(
                index, Marshal.PtrToStringUTF8(api->Name) ?? "", name, new((int)Math.Round(info->DefaultSampleRate), channels),
                info->DefaultHighInputLatency, index == defaultInput || IsDefaultLoopback(api, name)));
        }

        return inputs;
    }

    /// <summary>
    /// Finds what <paramref name="wanted"/> means: a default, a name with its host API, or a plain name. A plain name that several host
    /// APIs know means the one of the default host API, or else the first. ALSA's card numbers, which change, may be left out.
    /// </summary>
    public static PortAudioDevice? Find(IReadOnlyList<PortAudioDevice> inputs, string wanted)
    {
        if (wanted.Equals(DefaultInput, StringComparison.OrdinalIgnoreCase))
        {
            return inputs.FirstOrDefault(i => i.IsDefault && !i.IsLoopback);
        }

        if (wanted.Equals(DefaultLoopback, StringComparison.OrdinalIgnoreCase))
        {
            return inputs.FirstOrDefault(i => i.IsDefault && i.IsLoopback);
        }

        return Match(i => i.FullName) ?? Match(i => i.Name) ?? Match(i => WithoutCard(i.FullName)) ?? Match(i => WithoutCard(i.Name));

        PortAudioDevice? Match(Func<PortAudioDevice, string> name)
        {
            var same = inputs.Where(i => name(i).Equals(wanted, StringComparison.OrdinalIgnoreCase)).ToList();
            var defaultApi = inputs.FirstOrDefault(i => i.IsDefault)?.HostApi;
            return same.Find(i => i.HostApi == defaultApi) ?? same.FirstOrDefault();
        }
    }

    /// <summary>The names of the inputs there are, as a sentence.</summary>
    public static string Known(IReadOnlyList<PortAudioDevice> inputs) => inputs.Count == 0
        ? "PortAudio sees no input at all."
        : $"PortAudio sees: {string.Join(", ", inputs.Select(i => $"'portaudio:{i.FullName}'"))}.";

    private static unsafe bool IsDefaultLoopback(PaHostApiInfo* api, string name)
    {
        var output = api->Type == TypeWasapi && api->DefaultOutputDevice != NoDevice ? Pa_GetDeviceInfo(api->DefaultOutputDevice) : null;
        return output is not null && name == Marshal.PtrToStringUTF8(output->Name) + " [Loopback]";
    }

    private static string WithoutCard(string name) =>
        name.LastIndexOf(" (hw:", StringComparison.Ordinal) is > 0 and var at ? name[..at] : name;
}
