using FsCheck.Fluent;
using LiveGenre.Core.Audio;

namespace LiveGenre.Core.Tests.Audio;

public sealed class PolyphaseResamplerTests
{
    public static TheoryData<int> InputRates =>
        [8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 44_056, 48_000, 88_200, 96_000, 176_400, 192_000, 191_999];

    public static TheoryData<int, int> OtherPairs => new()
    {
        { 22_050, 48_000 }, { 22_050, 16_000 }, { 8_000, 192_000 }, { 192_000, 8_000 }, { 8_001, 191_999 },
    };

    [Theory]
    [MemberData(nameof(InputRates))]
    public void Process_PassbandTones_ComeOutFlatAndClean(int rate) => MeasurePassband(rate, 22_050);

    [Theory]
    [MemberData(nameof(OtherPairs))]
    public void Process_PassbandTonesOfOtherPairs_ComeOutFlatAndClean(int from, int to) => MeasurePassband(from, to);

    [Theory]
    [MemberData(nameof(InputRates))]
    public void Process_TonesAboveTheOutputsHalf_AreRejectedBy80Decibels(int rate)
    {
        if (rate <= 22_050)
        {
            return; // nothing above; images are measured in the passband test
        }
        for (var step = 0; step <= 24; step++)
        {
            var frequency = 11_025 + ((rate / 2.0 - 11_025) * step / 24);
            var input = Signals.Sine(rate / 5, frequency, rate, amplitude: 1);
            var settled = Settled(Resample(input, rate, 22_050), 22_050, rate);
            Assert.True(Decibels(Rms(settled) / Math.Sqrt(0.5)) <= -80, $"{frequency:F0} Hz leaves {Decibels(Rms(settled) / Math.Sqrt(0.5)):F1} dB");
        }
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(11_025)]
    [InlineData(16_000)]
    [InlineData(24_000)]
    [InlineData(32_000)]
    [InlineData(44_056)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(88_200)]
    [InlineData(96_000)]
    [InlineData(176_400)]
    [InlineData(192_000)]
    public void Process_PeriodicNoise_SettlesOnWhatAnIdealResamplerGives(int rate)
    {
        var (period, _) = Fixture.ReadNpy(Fixture.PathOf("resampler", $"{rate}.input.npy"));
        var (expected, _) = Fixture.ReadNpy(Fixture.PathOf("resampler", $"{rate}.output.npy"));

        var output = Resample([.. period, .. period, .. period], rate, 22_050);

        // The second of three periods: neither the silence before nor the one after reaches it.
        var settled = output[expected.Length..(2 * expected.Length)];
        var errors = expected.Select((value, at) => value - settled[at]);
        Assert.InRange(Decibels(Rms(errors) / Rms(expected)), double.NegativeInfinity, -80);
    }

    [Theory]
    [MemberData(nameof(InputRates))]
    public void Process_AnyBlockSplit_GivesTheSameBits(int rate)
    {
        var input = Signals.Noise(rate / 4, seed: rate);
        var expected = Resample(input, rate, 22_050);

        foreach (var length in (int[])[1, 7, 480, 4_096, 0])
        {
            var output = Resample(input, rate, 22_050, BlockSplits.Of(input.Length, length));
            Assert.True(expected.AsSpan().SequenceEqual(output), $"blocks of {length} differ");
        }
    }

    [Theory]
    [InlineData(22_050)]
    [MemberData(nameof(InputRates))]
    public void InputFor_AnyOutput_IsWhatItTakesAndNoMore(int rate)
    {
        var resampler = new PolyphaseResampler(rate, 22_050);
        var output = new float[resampler.MaxOutput(rate)];
        foreach (var wanted in (int[])[1, 5_504, 3, 441, 1_000])
        {
            var needed = resampler.InputFor(wanted);
            if (needed == 0)
            {
                continue; // more came before than was wanted: one sample of input is several of output
            }
            var early = resampler.Process(new float[needed - 1], output);
            var rest = resampler.Process(new float[1], output);
            Assert.True(early < wanted && early + rest >= wanted, $"{wanted} of {rate} Hz: {early}, then {rest}");
        }
    }

    [Fact]
    public void Process_AnyPairOfRates_KeepsCountAndTime()
    {
        var rates = Gen.Choose(AudioFormat.MinSampleRateHz, AudioFormat.MaxSampleRateHz).ToArbitrary();
        Prop.ForAll(rates, rates, (from, to) =>
        {
            // A bell of 3 ms width around 60 ms has nothing above 1 kHz and may be sampled at any rate.
            double Bell(double seconds) => Math.Exp(-Math.Pow((seconds - 0.06) / 0.003, 2));
            float[] input = [.. Enumerable.Range(0, from / 8).Select(n => (float)Bell((double)n / from))];

            var output = Resample(input, from, to);

            Assert.Equal((((long)input.Length * to) + from - 1) / from, output.Length);
            for (var k = 0; k < output.Length; k++)
            {
                Assert.Equal(Bell((double)k / to), output[k], 1e-4);
            }
        }).AssertHolds(cases: 40);
    }

    [Fact]
    public void Process_ManyBlocks_NeverDrifts()
    {
        // The phase is a whole number that repeats every 22,028 samples: what holds for seconds holds for months.
        var (resampler, block) = (new PolyphaseResampler(44_056, 22_050), new float[44_056]);
        var output = new float[resampler.MaxOutput(block.Length)];
        Array.Fill(block, 1);
        resampler.Process(block, output);
        for (var second = 0; second < 10; second++)
        {
            Assert.Equal(22_050, resampler.Process(block, output));
        }
        Assert.Equal(1, output[^1], 1e-5f);
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(44_100)]
    [InlineData(192_000)]
    public void Process_Impulse_StaysAtItsTime(int rate)
    {
        var input = new float[rate / 2];
        input[rate / 5] = 1; // 0.2 s

        var output = Resample(input, rate, 22_050);

        Assert.Equal(22_050 / 5, Array.IndexOf(output, output.Max()));
    }

    [Fact]
    public void Process_EqualRates_PassesThroughUnchanged()
    {
        var (resampler, input, output) = (new PolyphaseResampler(22_050, 22_050), Signals.Noise(1_000, seed: 1), new float[1_000]);

        Assert.Equal(1_000, resampler.Process(input, output));

        Assert.Equal(input, output);
        Assert.Equal(0, resampler.LatencySamples);
        Assert.Equal(0, resampler.Flush([]));
    }

    [Fact]
    public void Flush_Twice_GivesNothingMore()
    {
        var resampler = new PolyphaseResampler(48_000, 22_050);
        var output = new float[resampler.MaxFlushOutput];
        resampler.Process(new float[480], new float[resampler.MaxOutput(480)]);

        Assert.NotEqual(0, resampler.Flush(output));
        Assert.Equal(0, resampler.Flush(output));
        Assert.Throws<InvalidOperationException>(() => resampler.Process(new float[1], new float[8]));
    }

    [Fact]
    public void Reset_AfterAnotherStream_StartsLikeNew()
    {
        var (resampler, input) = (new PolyphaseResampler(48_000, 22_050), Signals.Noise(4_800, seed: 3));
        var (first, second) = (new float[resampler.MaxOutput(4_800)], new float[resampler.MaxOutput(4_800)]);
        var count = resampler.Process(input, first);
        resampler.Flush(new float[resampler.MaxFlushOutput]);

        resampler.Reset();

        Assert.Equal(count, resampler.Process(input, second));
        Assert.Equal(first, second);
    }

    [Fact]
    public void Process_ShortOutput_ThrowsAndTakesNothing()
    {
        var (resampler, input) = (new PolyphaseResampler(16_000, 22_050), Signals.Noise(1_600, seed: 4));
        var (expected, output) = (new float[resampler.MaxOutput(1_600)], new float[resampler.MaxOutput(1_600)]);
        new PolyphaseResampler(16_000, 22_050).Process(input, expected);

        Assert.Throws<ArgumentException>(() => resampler.Process(input, output.AsSpan(1)));

        resampler.Process(input, output);
        Assert.Equal(expected, output);
    }

    [Theory]
    [InlineData(7_999, 22_050)]
    [InlineData(192_001, 22_050)]
    [InlineData(22_050, 7_999)]
    [InlineData(22_050, 192_001)]
    public void Constructor_RateOutsideTheRange_Throws(int from, int to) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PolyphaseResampler(from, to));

    [Theory]
    [InlineData(191_999, 22_050)]
    [InlineData(22_050, 191_999)]
    [InlineData(8_001, 191_999)]
    [InlineData(192_000, 8_000)]
    public void Constructor_RatesWithoutCommonDivisor_StayBelowTwoMegabytes(int from, int to)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(new PolyphaseResampler(from, to));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 2 << 20);
    }

    [Fact]
    public void Constructor_SameRatio_SharesItsTable()
    {
        var first = new PolyphaseResampler(48_000, 22_050);
        var before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(new PolyphaseResampler(96_000, 44_100));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 32_768);
        GC.KeepAlive(first);
    }

    [Theory]
    [InlineData(48_000)]
    [InlineData(44_056)]
    public void Process_InSteadyState_AllocatesNothing(int rate)
    {
        var (resampler, input) = (new PolyphaseResampler(rate, 22_050), Signals.Noise(480, seed: 5));
        var output = new float[resampler.MaxOutput(480)];
        Allocations.AssertNone(() => resampler.Process(input, output));
    }

    private static void MeasurePassband(int from, int to)
    {
        var lower = Math.Min(from, to);
        for (var step = 0; step <= 16; step++)
        {
            var frequency = 50 + (((0.4535 * lower) - 50) * step / 16);
            var settled = Settled(Resample(Signals.Sine(from / 4, frequency, from), from, to), to, lower);
            var (gain, residual) = Fit(settled, frequency / to);
            Assert.InRange(Decibels(gain / 0.5), -0.1, 0.1);
            Assert.True(Decibels(residual / gain) <= -80, $"{frequency:F0} Hz leaves {Decibels(residual / gain):F1} dB of images");
        }
    }

    /// <summary>Amplitude of the sine of this frequency (cycles a sample) that fits best, and √2 · RMS of what it does not explain.</summary>
    private static (double Gain, double Residual) Fit(ReadOnlySpan<float> signal, double frequency)
    {
        var (ss, sc, cc, sx, cx) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var n = 0; n < signal.Length; n++)
        {
            var (s, c) = Math.SinCos(2 * Math.PI * frequency * n);
            (ss, sc, cc, sx, cx) = (ss + (s * s), sc + (s * c), cc + (c * c), sx + (s * signal[n]), cx + (c * signal[n]));
        }
        var determinant = (ss * cc) - (sc * sc);
        var (a, b) = (((cc * sx) - (sc * cx)) / determinant, ((ss * cx) - (sc * sx)) / determinant);
        var rest = 0.0;
        for (var n = 0; n < signal.Length; n++)
        {
            var (s, c) = Math.SinCos(2 * Math.PI * frequency * n);
            rest += Math.Pow(signal[n] - (a * s) - (b * c), 2);
        }
        return (Math.Sqrt((a * a) + (b * b)), Math.Sqrt(2 * rest / signal.Length));
    }

    /// <summary>The middle, 80 periods of the lower rate away from where the tone starts and stops.</summary>
    private static float[] Settled(float[] output, int outputRate, int lowerRate)
    {
        var edge = (int)(80.0 * outputRate / Math.Min(outputRate, lowerRate));
        return output[edge..^edge];
    }

    private static float[] Resample(float[] input, int from, int to, IEnumerable<int>? blocks = null)
    {
        var resampler = new PolyphaseResampler(from, to);
        var (output, at) = (new List<float>(), 0);
        foreach (var length in blocks ?? [input.Length])
        {
            var block = new float[resampler.MaxOutput(length)];
            output.AddRange(block.AsSpan(0, resampler.Process(input.AsSpan(at, length), block)));
            at += length;
        }
        var end = new float[resampler.MaxFlushOutput];
        output.AddRange(end.AsSpan(0, resampler.Flush(end)));
        return [.. output];
    }

    private static double Rms(IEnumerable<float> values) => Math.Sqrt(values.Average(value => (double)value * value));

    private static double Decibels(double ratio) => 20 * Math.Log10(ratio);
}
