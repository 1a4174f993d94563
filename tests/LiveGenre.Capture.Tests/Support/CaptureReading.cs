namespace LiveGenre.Capture.Tests.Support;

/// <summary>Reads a capture into memory.</summary>
internal static class CaptureReading
{
    /// <summary>All samples up to the end of the stream.</summary>
    public static async Task<float[]> ReadToEndAsync(this IAudioCapture capture, int blockSamples = 4096)
    {
        var samples = new List<float>();
        var block = new float[blockSamples];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        for (CaptureRead read; (read = await capture.ReadAsync(block, limit.Token)).SampleCount > 0;)
        {
            samples.AddRange(block.AsSpan(0, read.SampleCount));
        }

        return [.. samples];
    }

    /// <summary>At least so many frames.</summary>
    public static async Task<float[]> ReadFramesAsync(this IAudioCapture capture, int frames)
    {
        var samples = new float[frames * capture.Format.Channels];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        for (var have = 0; have < samples.Length;)
        {
            var read = await capture.ReadAsync(samples.AsMemory(have), limit.Token);
            Assert.True(read.SampleCount > 0, "The stream ended early.");
            have += read.SampleCount;
        }

        return samples;
    }
}
