using LiveGenre.Core.Audio;
using LiveGenre.Core.Features;
using LiveGenre.Core.Tests.Features;

namespace LiveGenre.Core.Tests;

/// <summary>All kernels in a row, as the daemon and the offline tools join them.</summary>
public sealed class SignalPathTests
{
    private const int WindowFrames = 40;
    private const int HopFrames = 20;

    [Fact]
    public void Windows_AnyBlockSplitOfTheCapture_AreTheSameBits()
    {
        var stereo = Signals.Noise(2 * 200_000, seed: 1);
        var expected = Windows(stereo, [200_000]);

        // 200,000 frames at 48 kHz are 91,875 samples, 176 frames and so 7 windows
        Assert.Equal(7, expected.Count);
        foreach (var length in (int[])[1, 441, 480, 4_096, 0])
        {
            var windows = Windows(stereo, BlockSplits.Of(200_000, length));
            Assert.Equal(expected.Count, windows.Count);
            Assert.All(expected.Zip(windows), pair => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second), $"blocks of {length} differ"));
        }
    }

    [Fact]
    public void Windows_OtherRateOfTheSameSound_AreNearlyTheSame()
    {
        // A chord below 8 kHz sounds the same through 16 kHz mono as through 48 kHz stereo at half the gain.
        static double Chord(double t) => 0.2 * (Math.Sin(2 * Math.PI * 220 * t) + Math.Sin(2 * Math.PI * 277 * t) + Math.Sin(2 * Math.PI * 3_000 * t));
        float[] wide = [.. Enumerable.Range(0, 2 * 120_000).Select(n => (float)(0.5 * Chord(n / 2 / 48_000.0)))];
        float[] narrow = [.. Enumerable.Range(0, 40_000).Select(n => (float)Chord(n / 16_000.0))];

        var fromWide = Windows(wide, [120_000]);
        var fromNarrow = Windows(narrow, [40_000], rate: 16_000, channels: 1);

        Assert.Equal(fromWide.Count, fromNarrow.Count);
        var settled = fromWide[1].Zip(fromNarrow[1], (a, b) => Math.Abs(a - b)); // the first hears the start, with its click
        Assert.InRange(settled.Max(), 0, 0.05f);
    }

    private static List<float[]> Windows(float[] interleaved, IEnumerable<int> blocks, int rate = 48_000, int channels = 2)
    {
        var (mixer, resampler) = (new ChannelMixer(channels), new PolyphaseResampler(rate, 22_050));
        var (frontEnd, frames) = (new LogMelFrontEnd(FrontEnds.Standard), new MelFrameBuffer(128, 500));
        var (cutter, windows, at) = (new WindowCutter(WindowFrames, HopFrames), new List<float[]>(), 0);
        foreach (var length in blocks)
        {
            var mono = new float[length];
            mixer.Mix(interleaved.AsSpan(at * channels, length * channels), mono);
            at += length;
            var resampled = new float[resampler.MaxOutput(length)];
            frontEnd.Process(resampled.AsSpan(0, resampler.Process(mono, resampled)), frames);
            while (cutter.TryNext(frames.NextFrame, out var start))
            {
                var window = new float[128 * WindowFrames];
                Assert.True(frames.TryReadWindow(start, WindowFrames, window));
                WindowNormalization.Apply(window, 80, 1e-5f);
                windows.Add(window);
            }
        }
        return windows;
    }
}
