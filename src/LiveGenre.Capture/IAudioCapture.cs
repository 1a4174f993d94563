using LiveGenre.Core.Audio;

namespace LiveGenre.Capture;

/// <summary>One connection to an <see cref="IAudioSource"/>, from opening to loss or disposal. Read by one caller at a time.</summary>
public interface IAudioCapture : IAsyncDisposable
{
    /// <summary>As probed when the connection was made; it does not change within one.</summary>
    AudioFormat Format { get; }

    /// <summary>Waits for the next samples and copies them; returns soon after <paramref name="cancellation"/>.</summary>
    /// <param name="interleaved">Where to put them, range ±1, whole frames; at least one frame long.</param>
    /// <param name="cancellation">Stops the wait.</param>
    /// <returns>What was copied; <see cref="CaptureRead.SampleCount"/> 0 at the end of the stream.</returns>
    /// <exception cref="AudioSourceException">The device or stream was lost.</exception>
    ValueTask<CaptureRead> ReadAsync(Memory<float> interleaved, CancellationToken cancellation);
}
