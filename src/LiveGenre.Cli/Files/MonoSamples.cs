using LiveGenre.Capture;
using LiveGenre.Core.Audio;

namespace LiveGenre.Cli.Files;

/// <summary>Whole files as mono samples at one rate, mixed and resampled as the daemon does.</summary>
internal static class MonoSamples
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Taken as a path, whatever it looks like.</param>
    /// <param name="sampleRateHz">Of the result.</param>
    /// <param name="channel">The one channel to take, from 0; null mixes all.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="longest">No more is read than this; null reads all.</param>
    /// <returns>[n], full scale ±1.</returns>
    /// <exception cref="AudioSourceException">It is missing, no audio or damaged; the message names it.</exception>
    public static async Task<float[]> ReadAsync(
        string path, int sampleRateHz, int? channel, CancellationToken cancellation, TimeSpan? longest = null)
    {
        await using var samples = await FileSamples.OpenAsync(path, channel, cancellation);
        var mixer = new ChannelMixer(samples.Format.Channels, channel);
        var resampler = new PolyphaseResampler(samples.Format.SampleRateHz, sampleRateHz);
        var all = new List<float>();
        float[] mono = [], resampled = [];
        var block = await samples.ReadAsync(cancellation);
        for (; !block.IsEmpty && !(samples.Duration > longest); block = await samples.ReadAsync(cancellation))
        {
            Append(block.Span);
        }
        Append(block.Span);
        Array.Resize(ref resampled, Math.Max(resampled.Length, resampler.MaxFlushOutput));
        all.AddRange(resampled.AsSpan(0, resampler.Flush(resampled)));
        return longest is { } limit && all.Count > limit.TotalSeconds * sampleRateHz
            ? [.. all.Take((int)(limit.TotalSeconds * sampleRateHz))]
            : [.. all];

        void Append(ReadOnlySpan<float> interleaved)
        {
            var frames = interleaved.Length / samples.Format.Channels;
            Array.Resize(ref mono, Math.Max(mono.Length, frames));
            Array.Resize(ref resampled, Math.Max(resampled.Length, resampler.MaxOutput(frames)));
            mixer.Mix(interleaved, mono);
            all.AddRange(resampled.AsSpan(0, resampler.Process(mono.AsSpan(0, frames), resampled)));
        }
    }
}
