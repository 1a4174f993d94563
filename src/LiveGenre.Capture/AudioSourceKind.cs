namespace LiveGenre.Capture;

/// <summary>Which part of this project opens a source.</summary>
public enum AudioSourceKind
{
    /// <summary>A PulseAudio or PipeWire source by name: <c>pulse:NAME</c>.</summary>
    Pulse,

    /// <summary>A PortAudio device by name: <c>portaudio:NAME</c>.</summary>
    PortAudio,

    /// <summary>A network stream, through ffmpeg: <c>https://…</c>.</summary>
    Stream,

    /// <summary>A file: WAV by ourselves, anything else through ffmpeg.</summary>
    File,

    /// <summary>Raw PCM on standard input: <c>-</c>.</summary>
    StandardInput,
}
