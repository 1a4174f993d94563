using LiveGenre.Capture;
using LiveGenre.Core.Audio;
using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Cli.Files;

/// <summary>One audio file, read as fast as it can be, in large blocks.</summary>
internal sealed class FileSamples : IAsyncDisposable
{
    /// <summary>What is read at once: as many windows as are classified together.</summary>
    private static readonly TimeSpan Block = TimeSpan.FromSeconds(16);

    private const int MostBlockSamples = 4 * 1_024 * 1_024; // 16 MiB, for many channels at high rates

    private readonly IAudioCapture _capture;
    private readonly float[] _block;

    private FileSamples(IAudioCapture capture)
    {
        _capture = capture;
        var frames = Math.Min((int)(Block.TotalSeconds * Format.SampleRateHz), MostBlockSamples / Format.Channels);
        _block = new float[frames * Format.Channels];
    }

    /// <summary>Rate and channels.</summary>
    public AudioFormat Format => _capture.Format;

    /// <summary>Frames (one sample of each channel) read so far.</summary>
    public long FrameCount { get; private set; }

    /// <summary>Length of what was read so far.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)FrameCount / Format.SampleRateHz);

    /// <summary>Opens a file.</summary>
    /// <param name="path">Taken as a path, whatever it looks like.</param>
    /// <param name="channel">The channel that will be taken; null for all.</param>
    /// <param name="cancellation">Stops the wait.</param>
    /// <exception cref="AudioSourceException">It is missing, no audio, or has no such channel; the message names it.</exception>
    public static async Task<FileSamples> OpenAsync(string path, int? channel, CancellationToken cancellation)
    {
        var source = AudioSourceFactory.Create(new AudioSourceAddress(AudioSourceKind.File, path), new AudioSourceOptions { RealTime = false });
        var samples = new FileSamples(await source.OpenAsync(cancellation));
        try
        {
            UsableFormat.Require(samples.Format, channel, source.Address);
            return samples;
        }
        catch
        {
            await samples.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next interleaved samples, whole frames; empty at the end. Valid until the next call.</summary>
    /// <exception cref="AudioSourceException">The file is damaged from here on.</exception>
    public async ValueTask<ReadOnlyMemory<float>> ReadAsync(CancellationToken cancellation)
    {
        var filled = 0;
        while (filled < _block.Length)
        {
            var read = await _capture.ReadAsync(_block.AsMemory(filled), cancellation);
            if (read.SampleCount == 0)
            {
                break;
            }
            filled += read.SampleCount;
        }
        FrameCount += filled / Format.Channels;
        return _block.AsMemory(0, filled);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _capture.DisposeAsync();
}
