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
