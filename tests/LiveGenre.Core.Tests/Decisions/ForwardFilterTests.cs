using FsCheck.Fluent;
using LiveGenre.Core.Decisions;

namespace LiveGenre.Core.Tests.Decisions;

public sealed class ForwardFilterTests
{
    [Fact]
    public void Update_TwoWindows_EqualsTheForwardAlgorithmByHand()
    {
        var filter = new ForwardFilter(3, new() { StayProbability = 0.9, Tempering = 0.5 });
        var smoothed = new float[3];

        filter.Update([0.64f, 0.32f, 0.04f], smoothed);
        double[] first = [0.8, Math.Sqrt(0.32), 0.2]; // from equal beliefs, the tempered posterior alone
        for (var label = 0; label < 3; label++)
        {
            Assert.Equal(first[label] / first.Sum(), smoothed[label], 1e-6);
        }

        filter.Update([0.04f, 0.64f, 0.32f], smoothed);
        var belief = first.Select(value => value / first.Sum()).ToArray();
        double[] evidence = [0.2, 0.8, Math.Sqrt(0.32)];
        double[] second = [.. belief.Zip(evidence, (b, e) => ((0.9 * b) + (0.05 * (1 - b))) * e)];
        for (var label = 0; label < 3; label++)
        {
            Assert.Equal(second[label] / second.Sum(), smoothed[label], 1e-6);
        }
    }

    [Fact]
    public void Update_OneOutlier_DoesNotTurnTheBelief()
    {
        var filter = new ForwardFilter(11, new());
        var smoothed = new float[11];
        for (var window = 0; window < 10; window++)
        {
            filter.Update(Peaked(3, 0.7f), smoothed);
        }

        filter.Update(Peaked(5, 0.7f), smoothed);

        Assert.Equal(3, Array.IndexOf(smoothed, smoothed.Max()));
    }

    [Fact]
    public void Update_LastingChange_TurnsTheBeliefWithinFiveWindows()
    {
        var filter = new ForwardFilter(11, new());
        var smoothed = new float[11];
        for (var window = 0; window < 1_000; window++)
        {
            filter.Update(Peaked(3, 0.9f), smoothed);
        }

        var windows = 0;
        do
        {
            filter.Update(Peaked(5, 0.7f), smoothed);
            windows++;
        }
        while (smoothed[5] < 0.5);

        Assert.InRange(windows, 2, 5);
    }

    [Fact]
    public void Rest_ForLong_ForgetsTowardsEqualBeliefs()
    {
        var filter = new ForwardFilter(4, new());
        var smoothed = new float[4];
        filter.Update([1, 0, 0, 0], smoothed);

        filter.Rest(smoothed);
        Assert.True(smoothed[0] > 0.9);
        for (var window = 0; window < 200; window++)
        {
            filter.Rest(smoothed);
        }

        Assert.All(smoothed, value => Assert.Equal(0.25f, value, 1e-3f));
    }

    [Fact]
    public void Update_AnyPosteriors_StaysAProbability()
    {
        // Certainties that contradict each other are the worst case for a product of probabilities.
        Prop.ForAll<int[]>(labels =>
        {
            var filter = new ForwardFilter(5, new() { StayProbability = 0.999999, Tempering = 1 });
            var smoothed = new float[5];
            foreach (var label in labels)
            {
                filter.Update(Peaked(Math.Abs(label % 5), 1, labels: 5), smoothed);
                Assert.All(smoothed, value => Assert.InRange(value, 0, 1));
                Assert.Equal(1, smoothed.Sum(), 1e-5f);
            }
        }).AssertHolds();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(float.NaN)]
    public void Update_PosteriorThatSaysNothing_LosesNothing(float value)
    {
        var filter = new ForwardFilter(3, new());
        var smoothed = new float[3];
        filter.Update([0.8f, 0.1f, 0.1f], smoothed);
        var before = smoothed[0];

        filter.Update([value, value, value], smoothed);

        Assert.InRange(smoothed[0], 0.9f * before, before);
        Assert.Equal(1, smoothed.Sum(), 1e-6f);
    }

    [Fact]
    public void Update_AfterADayOfCertainty_StillTurns()
    {
        var filter = new ForwardFilter(2, new());
        var smoothed = new float[2];
        for (var window = 0; window < 43_200; window++)
        {
            filter.Update([1, 0], smoothed);
        }

        filter.Update([0, 1], smoothed);
        filter.Update([0, 1], smoothed);

        Assert.True(smoothed[1] > 0.9);
    }

    [Fact]
    public void Reset_AfterMusic_ForgetsIt()
    {
        var (filter, fresh) = (new ForwardFilter(3, new()), new ForwardFilter(3, new()));
        var (smoothed, expected) = (new float[3], new float[3]);
        filter.Update([1, 0, 0], smoothed);

        filter.Reset();
        filter.Update([0.2f, 0.5f, 0.3f], smoothed);

        fresh.Update([0.2f, 0.5f, 0.3f], expected);
        Assert.Equal(expected, smoothed);
    }

    [Fact]
    public void ForHop_TwoSeconds_GivesTheDefaults()
    {
        var options = ForwardFilterOptions.ForHop(TimeSpan.FromSeconds(2), stay: TimeSpan.FromSeconds(40), evidenceSpan: TimeSpan.FromSeconds(4));

        Assert.Equal(new ForwardFilterOptions().StayProbability, options.StayProbability, 0.002);
        Assert.Equal(new ForwardFilterOptions().Tempering, options.Tempering, 1e-9);
    }

    [Fact]
    public void ForHop_EighthOfTheHop_BelievesAsFastInTime()
    {
        var (stay, span) = (TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(4));
        var coarse = new ForwardFilter(11, ForwardFilterOptions.ForHop(TimeSpan.FromSeconds(2), stay, span));
        var fine = new ForwardFilter(11, ForwardFilterOptions.ForHop(TimeSpan.FromSeconds(0.25), stay, span));
        var (smoothedCoarse, smoothedFine) = (new float[11], new float[11]);

        for (var window = 0; window < 3; window++)
        {
            coarse.Update(Peaked(4, 0.5f), smoothedCoarse);
            for (var part = 0; part < 8; part++)
            {
                fine.Update(Peaked(4, 0.5f), smoothedFine);
            }
            Assert.Equal(smoothedCoarse[4], smoothedFine[4], 0.05f);
        }
    }

    [Theory]
    [InlineData(1, 0.95, 0.5)]
    [InlineData(4, 1, 0.5)]
    [InlineData(4, 0.25, 0.5)]
    [InlineData(4, 0.95, 0)]
    [InlineData(4, 0.95, 1.1)]
    [InlineData(4, double.NaN, 0.5)]
    public void Constructor_ValueOutsideItsRange_Throws(int labels, double stay, double tempering) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new ForwardFilter(labels, new() { StayProbability = stay, Tempering = tempering }));

    [Fact]
    public void Update_OtherLength_Throws()
    {
        Assert.Throws<ArgumentException>(() => new ForwardFilter(3, new()).Update(new float[2], new float[3]));
        Assert.Throws<ArgumentException>(() => new ForwardFilter(3, new()).Update(new float[3], new float[2]));
        Assert.Throws<ArgumentException>(() => new ForwardFilter(3, new()).Rest(new float[2]));
    }

    [Fact]
    public void Update_InSteadyState_AllocatesNothing()
    {
        var (filter, posterior) = (new ForwardFilter(11, new()), Peaked(2, 0.6f));
        var smoothed = new float[11];
        Allocations.AssertNone(() => filter.Update(posterior, smoothed));
    }

    internal static float[] Peaked(int label, float peak, int labels = 11)
    {
        var posterior = new float[labels];
        Array.Fill(posterior, (1 - peak) / (labels - 1));
        posterior[label] = peak;
        return posterior;
    }
}
