using System.Numerics;
using LiveGenre.Core.Features;
using MathNet.Numerics.IntegralTransforms;

namespace LiveGenre.Core.Tests.Features;

public sealed class RealFftTests
{
    public static TheoryData<int> Sizes => [32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 65_536];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Forward_Noise_EqualsMathNet(int size)
    {
        var input = Signals.Noise(size, seed: size);
        var (real, imaginary) = (new float[(size / 2) + 1], new float[(size / 2) + 1]);

        new RealFft(size).Forward(input, real, imaginary);

        var expected = MathNetSpectrum(input);
        var loudest = expected.Max(bin => bin.Magnitude);
        for (var bin = 0; bin < expected.Length; bin++)
        {
            // float's half unit in the last place, and MathNet's own rounding in double
            var allowed = (6e-8 * expected[bin].Magnitude) + (1e-12 * loudest);
            Assert.True(
                (new Complex(real[bin], imaginary[bin]) - expected[bin]).Magnitude <= 2 * allowed,
                $"bin {bin}: {real[bin]} {imaginary[bin]}i, expected {expected[bin]}");
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void PowerSpectrum_Noise_EqualsMathNet(int size)
    {
        var input = Signals.Noise(size, seed: size + 1);
        var power = new float[(size / 2) + 1];

        new RealFft(size).PowerSpectrum(input, power);

        var expected = MathNetSpectrum(input);
        for (var bin = 0; bin < expected.Length; bin++)
        {
            var square = expected[bin].Magnitude * expected[bin].Magnitude;
            Assert.InRange(power[bin], square * (1 - 2e-7), square * (1 + 2e-7));
        }
    }

    [Fact]
    public void PowerSpectrum_Noise_KeepsItsEnergy()
    {
        var input = Signals.Noise(2_048, seed: 9);
        var power = new float[1_025];

        new RealFft(2_048).PowerSpectrum(input, power);

        // Parseval: bins 1 to 1,023 stand for their mirror images too.
        var energy = input.Sum(x => (double)x * x);
        var spectrum = (power[0] + power[1_024] + (2 * power[1..1_024].Sum(p => (double)p))) / 2_048;
        Assert.Equal(energy, spectrum, 1e-6 * energy);
    }

    [Fact]
    public void Forward_Impulse_IsFlatWithThePhaseOfItsPlace()
    {
        var input = new float[64];
        input[3] = 1;
        var (real, imaginary) = (new float[33], new float[33]);

        new RealFft(64).Forward(input, real, imaginary);

        for (var bin = 0; bin <= 32; bin++)
        {
            Assert.Equal(Math.Cos(2 * Math.PI * 3 * bin / 64), real[bin], 1e-7);
            Assert.Equal(-Math.Sin(2 * Math.PI * 3 * bin / 64), imaginary[bin], 1e-7);
        }
    }

    [Fact]
    public void PowerSpectrum_SineOnABin_LeavesNothingElsewhere()
    {
        float[] input = [.. Enumerable.Range(0, 2_048).Select(n => (float)Math.Sin(2 * Math.PI * 100 * n / 2_048))];
        var power = new float[1_025];

        new RealFft(2_048).PowerSpectrum(input, power);

        Assert.Equal(1_024 * 1_024, power[100], 1);
        power[100] = 0;
        Assert.InRange(power.Max(), 0, 1e-7f); // −130 dB under the rounding of the float input
    }

    [Fact]
    public void PowerSpectrum_WithTaper_EqualsTheTransformOfTheProduct()
    {
        var (input, taper) = (Signals.Noise(2_048, seed: 10), HannWindow.Periodic(2_048));
        var (tapered, byHand) = (new float[1_025], new float[1_025]);

        new RealFft(2_048, taper).PowerSpectrum(input, tapered);
        new RealFft(2_048).PowerSpectrum([.. input.Zip(taper, (x, w) => (float)(x * w))], byHand);

        for (var bin = 0; bin < tapered.Length; bin++)
        {
            Assert.Equal(byHand[bin], tapered[bin], 1e-4f);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(1_000)]
    [InlineData(131_072)]
    public void Constructor_UnsupportedSize_Throws(int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RealFft(size));

    [Fact]
    public void PowerSpectrum_WrongLengths_Throws()
    {
        var fft = new RealFft(64);

        Assert.Throws<ArgumentException>(() => fft.PowerSpectrum(new float[63], new float[33]));
        Assert.Throws<ArgumentException>(() => fft.PowerSpectrum(new float[64], new float[32]));
        Assert.Throws<ArgumentException>(() => fft.Forward(new float[64], new float[33], new float[32]));
        Assert.Throws<ArgumentException>(() => new RealFft(64, new double[63]));
    }

    [Fact]
    public void PowerSpectrum_InSteadyState_AllocatesNothing()
    {
        var (fft, input, power) = (new RealFft(2_048), Signals.Noise(2_048, seed: 11), new float[1_025]);
        Allocations.AssertNone(() => fft.PowerSpectrum(input, power));
    }

    private static Complex[] MathNetSpectrum(ReadOnlySpan<float> input)
    {
        var points = new Complex[input.Length];
        for (var at = 0; at < points.Length; at++)
        {
            points[at] = input[at];
        }
        Fourier.Forward(points, FourierOptions.AsymmetricScaling);
        return points[..((input.Length / 2) + 1)];
    }
}
