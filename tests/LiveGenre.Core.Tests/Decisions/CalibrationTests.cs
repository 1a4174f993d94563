using LiveGenre.Core.Decisions;

namespace LiveGenre.Core.Tests.Decisions;

public sealed class CalibrationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1.7f)]
    [InlineData(0.25f)]
    public void Softmax_AnyTemperature_EqualsTheDefinition(float temperature)
    {
        float[] logits = [1.5f, -2, 0.25f, 3];
        var posterior = new float[4];

        Calibration.Softmax(logits, temperature, posterior);

        var powers = logits.Select(logit => Math.Exp(logit / temperature)).ToArray();
        for (var label = 0; label < 4; label++)
        {
            Assert.Equal(powers[label] / powers.Sum(), posterior[label], 1e-6);
        }
    }

    [Fact]
    public void Softmax_HugeLogits_StayFinite()
    {
        float[] values = [1e30f, -1e30f, 1e30f];

        Calibration.Softmax(values, 0.01f, values);

        Assert.Equal([0.5f, 0, 0.5f], values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Softmax_TemperatureNotAboveZero_Throws(float temperature) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Calibration.Softmax([1, 2], temperature, new float[2]));

    [Fact]
    public void Softmax_OtherLengths_Throws()
    {
        Assert.Throws<ArgumentException>(() => Calibration.Softmax([1, 2], 1, new float[3]));
        Assert.Throws<ArgumentException>(() => Calibration.Softmax([], 1, []));
    }

    [Fact]
    public void Softmax_InSteadyState_AllocatesNothing()
    {
        var (logits, posterior) = (Signals.Noise(11, seed: 1), new float[11]);
        Allocations.AssertNone(() => Calibration.Softmax(logits, 1.3f, posterior));
    }
}
