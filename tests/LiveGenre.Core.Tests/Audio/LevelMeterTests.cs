using LiveGenre.Core.Audio;

namespace LiveGenre.Core.Tests.Audio;

public sealed class LevelMeterTests
{
    [Fact]
    public void Measure_FullScaleSine_ReadsMinusThreeRmsAndZeroPeak()
    {
        var level = LevelMeter.Measure(Signals.Sine(44_100, 441, 44_100, amplitude: 1), clippedSampleCount: 7);

        Assert.Equal(-3.0103f, level.RmsDbfs, 0.001f);
        Assert.Equal(0, level.PeakDbfs, 0.001f);
        Assert.Equal(7, level.ClippedSampleCount);
    }

    [Fact]
    public void Measure_NegativePeak_CountsAsPeak()
    {
        var samples = new float[5_000];
        samples[4_999] = -0.1f;

        var level = LevelMeter.Measure(samples, 0);

        Assert.Equal(-20, level.PeakDbfs, 0.001f);
        Assert.Equal(20 * Math.Log10(0.1 / Math.Sqrt(5_000)), level.RmsDbfs, 0.001);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Measure_DigitalSilence_ReadsTheFloor(int length)
    {
        var level = LevelMeter.Measure(new float[length], 0);

        Assert.Equal(new AudioLevel(AudioLevel.FloorDbfs, AudioLevel.FloorDbfs, 0), level);
    }

    [Fact]
    public void Measure_BelowTheFloor_ReadsTheFloor() =>
        Assert.Equal(AudioLevel.FloorDbfs, LevelMeter.Measure([1e-7f, -1e-7f], 0).RmsDbfs);

    [Fact]
    public void Measure_InSteadyState_AllocatesNothing()
    {
        var samples = Signals.Noise(88_064, seed: 1);
        Allocations.AssertNone(() => LevelMeter.Measure(samples, 0));
    }
}
