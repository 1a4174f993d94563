using LiveGenre.Capture.Playback;

namespace LiveGenre.Capture.FFmpeg;

/// <summary>A network stream, opened by an ffmpeg process of its own.</summary>
internal sealed class StreamSource(AudioSourceAddress address, AudioSourceOptions options) : IAudioSource
{
    /// <inheritdoc/>
    public string Address => address.Display;

    /// <inheritdoc/>
    public bool IsLive => true;

    /// <inheritdoc/>
    public bool IsSilentWhenIdle => false;

    /// <inheritdoc/>
    public async ValueTask<IAudioCapture> OpenAsync(CancellationToken cancellation)
    {
        var capture = await FFmpegCapture.OpenAsync(address, options, cancellation);
        return options.RealTime ? new PacedCapture(capture, options.Time, PaceLimit.Stream) : capture;
    }
}
