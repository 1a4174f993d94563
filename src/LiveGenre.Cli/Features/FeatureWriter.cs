using System.Globalization;
using LiveGenre.Capture;
using LiveGenre.Cli.Files;
using LiveGenre.Core.Audio;
using LiveGenre.Core.Features;
using LiveGenre.Onnx.Npy;

namespace LiveGenre.Cli.Features;

/// <summary>Turns audio files into the mel frames that a network is trained on, with the kernels that it will be served by.</summary>
/// <param name="parameters">The front end.</param>
/// <param name="channel">The one channel to take, from 0; null mixes all.</param>
internal sealed class FeatureWriter(FrontEndParameters parameters, int? channel)
{
    /// <summary>Writes one file: float32 [bands, frames], dB before clipping and normalisation. It appears whole or not at all.</summary>
    /// <exception cref="AudioSourceException">The audio cannot be read, or has not even one frame; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task<FeatureStatistics> WriteAsync(FeatureFile file, CancellationToken cancellation)
    {
        await using var samples = await FileSamples.OpenAsync(file.Audio, channel, cancellation);
        var mel = await ComputeAsync(samples, cancellation);
        if (mel.Count == 0)
        {
            throw new AudioSourceException(AudioSourceFault.UnsupportedFormat, file.Audio, string.Create(CultureInfo.InvariantCulture,
                $"'{file.Audio}' is too short: {samples.Duration.TotalSeconds:0.00} s; one frame takes {(double)parameters.FftSize / parameters.SampleRateHz:0.00} s."));
        }
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file.Features))!);
        var unfinished = file.Features + ".part";
        try
        {
            await using (var stream = File.Create(unfinished))
            {
                NpyFile.Write(stream, mel.ToBandMajor(), parameters.MelBands, mel.Count);
            }
            File.Move(unfinished, file.Features, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
        return new(samples.Duration, mel.Count);
    }

    private async Task<MelFrames> ComputeAsync(FileSamples samples, CancellationToken cancellation)
    {
        var mixer = new ChannelMixer(samples.Format.Channels, channel);
        var resampler = new PolyphaseResampler(samples.Format.SampleRateHz, parameters.SampleRateHz);
        var mel = new MelFrames(parameters);
        float[] mono = [], resampled = new float[resampler.MaxFlushOutput];
        for (var block = await samples.ReadAsync(cancellation); !block.IsEmpty; block = await samples.ReadAsync(cancellation))
        {
            var frames = block.Length / samples.Format.Channels;
            if (mono.Length < frames)
            {
                mono = new float[frames];
                resampled = new float[Math.Max(resampler.MaxOutput(frames), resampler.MaxFlushOutput)];
            }
            mixer.Mix(block.Span, mono);
            mel.Add(resampled.AsSpan(0, resampler.Process(mono.AsSpan(0, frames), resampled)));
        }
        mel.Add(resampled.AsSpan(0, resampler.Flush(resampled)));
        return mel;
    }
}

/// <summary>What was written.</summary>
/// <param name="Duration">Length of the audio.</param>
/// <param name="FrameCount">Mel frames.</param>
internal sealed record FeatureStatistics(TimeSpan Duration, int FrameCount);
