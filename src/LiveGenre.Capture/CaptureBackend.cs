namespace LiveGenre.Capture;

/// <summary>Through which system a device is reached.</summary>
public enum CaptureBackend
{
    /// <summary>PulseAudio or PipeWire.</summary>
    PulseAudio,

    /// <summary>PortAudio: ALSA, WASAPI, Core Audio and others.</summary>
    PortAudio,
}
