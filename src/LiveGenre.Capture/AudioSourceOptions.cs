using LiveGenre.Capture.Raw;

namespace LiveGenre.Capture;

/// <summary>How sources are opened; one for all kinds, each looks at what concerns it.</summary>
public sealed record AudioSourceOptions
{
    /// <summary>Whether files play at their own speed, as the daemon wants it, or as fast as they can be read, as <c>classify</c> does. Default true.</summary>
    public bool RealTime { get; init; } = true;

    /// <summary>Whether a file begins again at its end. Default false.</summary>
    public bool Loop { get; init; }

    /// <summary>What raw PCM on standard input looks like; required for <c>-</c>.</summary>
    public RawFormat? RawFormat { get; init; }

    /// <summary>How long a device or stream may take to open, and a sound server to answer. Default 20 s.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a network stream may send nothing until its connection is given up. Default 30 s.</summary>
    public TimeSpan StreamTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Which hosts network streams may be on. Default <see cref="StreamReach.Any"/>: whoever wrote the address owns this machine.</summary>
    public StreamReach StreamReach { get; init; } = StreamReach.Any;

    /// <summary>Name or path of ffmpeg, version 5 or later. Default <c>ffmpeg</c>, found through PATH.</summary>
    public string FFmpegPath { get; init; } = "ffmpeg";

    /// <summary>Which sound server to ask, such as <c>unix:/run/user/1000/pulse/native</c>; null for libpulse's own choice (PULSE_SERVER, client.conf, the user's server).</summary>
    public string? PulseServer { get; init; }

    /// <summary>What files are paced by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
