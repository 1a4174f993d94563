namespace LiveGenre.Capture;

/// <summary>Another way to read an <see cref="IAudioCapture"/>.</summary>
public static class AudioCaptureReads
{
    /// <summary>Waits for the next samples, however few, and copies what is there.</summary>
    /// <inheritdoc cref="IAudioCapture.ReadAsync"/>
    public static ValueTask<CaptureRead> ReadAsync(this IAudioCapture capture, Memory<float> interleaved, CancellationToken cancellation) =>
        capture.ReadAsync(interleaved, leastFrames: 1, cancellation);
}
