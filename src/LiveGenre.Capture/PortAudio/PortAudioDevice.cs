using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.PortAudio;

/// <summary>An input as PortAudio describes it. Its index holds only until PortAudio is initialised again.</summary>
internal sealed record PortAudioDevice(
    int Index, string HostApi, string Name, AudioFormat Format, double LatencySeconds, bool IsDefault)
{
    /// <summary>Its name within all host APIs, such as <c>ALSA: USB Audio CODEC: - (hw:1,0)</c>.</summary>
    public string FullName => $"{HostApi}: {Name}";

    /// <summary>Whether it hears what the machine plays.</summary>
    public bool IsLoopback => IsLoopbackName(Name);

    /// <summary>Whether a device of this name is a loopback: WASAPI marks them so, and the sound servers' monitors are called so.</summary>
    public static bool IsLoopbackName(string name) =>
        name.Contains("[Loopback]", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Monitor of ", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".monitor", StringComparison.Ordinal);
}
