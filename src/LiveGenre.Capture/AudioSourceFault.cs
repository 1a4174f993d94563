namespace LiveGenre.Capture;

/// <summary>Why a source could not be opened or went away.</summary>
public enum AudioSourceFault
{
    /// <summary>No device of this name, or no such file. Devices may appear later; files do not.</summary>
    NotFound,

    /// <summary>The sound server, host or stream does not answer or refuses.</summary>
    Unreachable,

    /// <summary>It was there and is gone: unplugged, server ended, connection closed.</summary>
    Lost,

    /// <summary>It answers, and what it holds is not audio that can be decoded.</summary>
    NotAudio,

    /// <summary>Its rate, channels or encoding lie outside what is supported.</summary>
    UnsupportedFormat,

    /// <summary>A library or program that is needed is not installed.</summary>
    MissingDependency,
}
