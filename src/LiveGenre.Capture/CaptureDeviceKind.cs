namespace LiveGenre.Capture;

/// <summary>What a device hears.</summary>
public enum CaptureDeviceKind
{
    /// <summary>What reaches an input: a microphone, a line.</summary>
    Microphone,

    /// <summary>What the machine itself plays.</summary>
    Loopback,
}
