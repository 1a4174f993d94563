using LiveGenre.Core.Decisions;

namespace LiveGenre.Core.Tests.Decisions;

public sealed class ExponentialAverageTests
{
    [Fact]
    public void Update_ThreeWindows_WeighsTheNewestAsTold()
    {
        var (average, smoothed) = (new ExponentialAverage(2, 0.25f), new float[2]);

        average.Update([0.8f, 0.2f], smoothed);
        Assert.Equal([0.8f, 0.2f], smoothed);
        average.Update([0, 1], smoothed);
        Assert.Equal(0.6f, smoothed[0], 1e-6f);
        average.Update([0, 1], smoothed);
        Assert.Equal(0.45f, smoothed[0], 1e-6f);
        Assert.Equal(0.55f, smoothed[1], 1e-6f);
    }

    [Fact]
    public void Rest_AfterMusic_MovesTowardsEqualShares()
    {
        var (average, smoothed) = (new ExponentialAverage(2, 0.25f), new float[2]);
        average.Update([0.8f, 0.2f], smoothed);

        average.Rest(smoothed);

        Assert.Equal(0.725f, smoothed[0], 1e-6f);
        Assert.Throws<ArgumentException>(() => average.Rest(new float[3]));
    }

    [Fact]
    public void Reset_AfterMusic_TakesTheNextPosteriorWhole()
    {
        var (average, smoothed) = (new ExponentialAverage(2, 0.25f), new float[2]);
        average.Update([1, 0], smoothed);

        average.Reset();
        average.Update([0.3f, 0.7f], smoothed);

        Assert.Equal(0.3f, smoothed[0], 1e-6f);
    }

    [Fact]
    public void WeightFor_OneTimeConstant_LetsThroughSixtyThreePercent()
    {
        var weight = ExponentialAverage.WeightFor(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));

        Assert.Equal(1 - Math.Exp(-1), 1 - Math.Pow(1 - weight, 5), 1e-6);
    }

    [Theory]
    [InlineData(1, 0.5f)]
    [InlineData(2, 0)]
    [InlineData(2, 1.01f)]
    [InlineData(2, float.NaN)]
    public void Constructor_ValueOutsideItsRange_Throws(int labels, float weight) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialAverage(labels, weight));

    [Fact]
    public void Update_InSteadyState_AllocatesNothing()
    {
        var (average, posterior) = (new ExponentialAverage(2, 0.5f), new float[2]);
        Allocations.AssertNone(() => average.Update(posterior, posterior));
    }
}
