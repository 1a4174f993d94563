using System.Runtime.CompilerServices;
using LiveGenre.Capture.Raw;
using LiveGenre.Capture.Wav;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.FFmpeg;

/// <summary>What one ffmpeg process decodes. No thread of its own: its output is read asynchronously.</summary>
internal sealed class FFmpegCapture : IAudioCapture
{
    private readonly AudioSourceAddress _address;
    private readonly FFmpegProcess _process;
    private readonly PcmCapture _pcm;

    private FFmpegCapture(AudioSourceAddress address, FFmpegProcess process, PcmCapture pcm) =>
        (_address, _process, _pcm) = (address, process, pcm);

    /// <inheritdoc/>
    public AudioFormat Format => _pcm.Format;

    /// <summary>The process's number.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts ffmpeg and waits until it knows what it reads.</summary>
    /// <exception cref="AudioSourceException">It cannot be opened; the message carries ffmpeg's own words.</exception>
    public static async ValueTask<IAudioCapture> OpenAsync(
        AudioSourceAddress address, AudioSourceOptions options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var process = await FFmpegProcess.StartAsync(address.Display, options.FFmpegPath, FFmpegArguments.For(address, options));
        FFmpegCapture? capture = null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.OpenTimeout);
        try
        {
            var header = await WavHeaderReader.ReadAsync(process.Output, limit.Token);
            if (!header.Format.IsSupported)
            {
                throw new AudioSourceException(
                    AudioSourceFault.UnsupportedFormat, address.Display, FormatLimits.Message(address.Display, header.Format));
            }

            var pcm = new PcmCapture(process.Output, address.Display, header.Format, header.Encoding!.Value);
            return capture = new FFmpegCapture(address, process, pcm);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new AudioSourceException(AudioSourceFault.Unreachable, address.Display,
                $"'{address.Display}' did not begin to play within {options.OpenTimeout.TotalSeconds:0.#} s.");
        }
        catch (Exception error) when (error is WavFormatException or IOException)
        {
            // Nothing, or not even a header, came out: ffmpeg gave up, and has said why.
            var exitCode = await process.ExitCodeAsync();
            throw FFmpegErrors.CannotOpen(address, process.ErrorLines, exitCode);
        }
        finally
        {
            if (capture is null)
            {
                await process.DisposeAsync();
            }
        }
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CaptureRead> ReadAsync(Memory<float> interleaved, int leastFrames, CancellationToken cancellation)
    {
        var read = await _pcm.ReadAsync(interleaved, leastFrames, cancellation);
        if (read.SampleCount == 0)
        {
            var exitCode = await _process.ExitCodeAsync();
            if (FFmpegErrors.Ended(_address, _process.ErrorLines, exitCode) is { } lost)
            {
                throw lost;
            }
        }

        return read;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
