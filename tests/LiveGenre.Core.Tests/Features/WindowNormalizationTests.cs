using LiveGenre.Core.Features;

namespace LiveGenre.Core.Tests.Features;

public sealed class WindowNormalizationTests
{
    [Fact]
    public void Apply_AnyWindow_EqualsTheDefinition()
    {
        var window = Signals.Noise(128 * 172, seed: 1, amplitude: 70);
        window[5_000] = -300;
        var floor = window.Max() - 80.0;
        var clipped = window.Select(value => Math.Max(value, floor)).ToArray();
        var mean = clipped.Average();
        var deviation = Math.Sqrt(clipped.Average(value => (value - mean) * (value - mean)));

        WindowNormalization.Apply(window, clipBelowMaxDb: 80, epsilon: 1e-5f);

        for (var at = 0; at < window.Length; at++)
        {
            Assert.Equal((clipped[at] - mean) / deviation, window[at], 1e-5);
        }
    }

    [Fact]
    public void Apply_OtherGain_ChangesNothing()
    {
        var quiet = Signals.Noise(1_000, seed: 2, amplitude: 30);
        float[] loud = [.. quiet.Select(value => value + 20)];

        WindowNormalization.Apply(quiet, 80, 1e-5f);
        WindowNormalization.Apply(loud, 80, 1e-5f);

        for (var at = 0; at < quiet.Length; at++)
        {
            Assert.Equal(quiet[at], loud[at], 1e-5f);
        }
    }

    [Fact]
    public void Apply_ConstantWindow_BecomesZero()
    {
        var window = new float[500];
        Array.Fill(window, -100);

        WindowNormalization.Apply(window, 80, 1e-5f);

        Assert.All(window, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Apply_InSteadyState_AllocatesNothing()
    {
        var window = Signals.Noise(128 * 172, seed: 3, amplitude: 70);
        Allocations.AssertNone(() => WindowNormalization.Apply(window, 80, 1e-5f));
    }
}
