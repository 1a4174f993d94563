using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.PulseAudio;

/// <summary>A source as the sound server describes it; <paramref name="MonitorOf"/> is the sink that it listens to, if it does.</summary>
internal sealed record PulseDevice(
    string Name, string Description, PulseSampleSpec SampleSpec, PulseChannelMap ChannelMap, string? MonitorOf)
{
    /// <summary>Whether it hears what a sink plays.</summary>
    public bool IsMonitor => MonitorOf is not null;

    /// <summary>Its own rate and channels.</summary>
    public AudioFormat Format => new((int)SampleSpec.Rate, SampleSpec.Channels);
}
