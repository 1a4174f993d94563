using LiveGenre.Capture.FFmpeg;
using LiveGenre.Capture.PortAudio;
using LiveGenre.Capture.PulseAudio;
using LiveGenre.Capture.Raw;

namespace LiveGenre.Capture;

/// <summary>Makes the <see cref="IAudioSource"/> that a SOURCE asks for.</summary>
public static class AudioSourceFactory
{
    /// <summary>Makes a source; nothing is opened yet.</summary>
    /// <param name="source">SOURCE as the user wrote it; see <see cref="AudioSourceAddress.Forms"/>.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="ArgumentException">The SOURCE is malformed, or raw PCM without a supported format; the message can be shown as it is.</exception>
    public static IAudioSource Create(string source, AudioSourceOptions options) =>
        AudioSourceAddress.TryParse(source, out var address, out var error)
            ? Create(address, options)
            : throw new ArgumentException($"SOURCE '{AddressSecrets.Redact(source)}': {error} {AudioSourceAddress.Forms}");

    /// <summary>Makes a source from an address that was parsed before.</summary>
    /// <inheritdoc cref="Create(string, AudioSourceOptions)"/>
    public static IAudioSource Create(AudioSourceAddress address, AudioSourceOptions options) => address.Kind switch
    {
        AudioSourceKind.Pulse => new PulseSource(address, options),
        AudioSourceKind.PortAudio => new PortAudioSource(address, options),
        AudioSourceKind.Stream => new StreamSource(address, options),
        AudioSourceKind.File => new FileSource(address, options),
        AudioSourceKind.StandardInput => new RawSource(address, options, Console.OpenStandardInput),
        _ => throw new ArgumentOutOfRangeException(nameof(address)),
    };
}
