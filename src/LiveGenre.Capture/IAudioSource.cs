namespace LiveGenre.Capture;

/// <summary>A place that sound can be taken from, again and again: a device, a stream, a file.</summary>
public interface IAudioSource
{
    /// <summary>How a person names it, secrets removed: <c>pulse:onair.monitor</c>, <c>https://…</c>, a path.</summary>
    string Address { get; }

    /// <summary>Whether an end of stream is a fault to recover from (a device, a network stream) rather than the end (a file, standard input).</summary>
    bool IsLive { get; }

    /// <summary>Whether nothing arriving means that nothing plays (a loopback), rather than a dead stream.</summary>
    bool IsSilentWhenIdle { get; }

    /// <summary>Connects, and probes rate and channels afresh.</summary>
    /// <exception cref="AudioSourceException">The device or stream cannot be opened; the message says why and what to do.</exception>
    ValueTask<IAudioCapture> OpenAsync(CancellationToken cancellation);
}
