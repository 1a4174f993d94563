using LiveGenre.Core.Audio;

namespace LiveGenre.Capture;

/// <summary>One connection to an <see cref="IAudioSource"/>, from opening to loss or disposal. Read by one caller at a time.</summary>
public interface IAudioCapture : IAsyncDisposable
{
    /// <summary>As probed when the connection was made; it does not change within one.</summary>
    AudioFormat Format { get; }

    /// <summary>Waits until <paramref name="leastFrames"/> have arrived and copies what is there; returns soon after <paramref name="cancellation"/>.</summary>
    /// <param name="interleaved">Where to put them, range ±1, whole frames; at least one frame long.</param>
    /// <param name="leastFrames">1 or more, and no more than fit. Whoever asks for many is woken once for all of them.</param>
    /// <param name="cancellation">Stops the wait; what has arrived by then is not lost.</param>
    /// <returns>What was copied: fewer frames only where some are lost behind them or the stream goes no further; <see cref="CaptureRead.SampleCount"/> 0 at its end.</returns>
    /// <exception cref="AudioSourceException">The device or stream was lost.</exception>
    ValueTask<CaptureRead> ReadAsync(Memory<float> interleaved, int leastFrames, CancellationToken cancellation);
}
