using FsCheck.Fluent;
using LiveGenre.Core.Decisions;

namespace LiveGenre.Core.Tests.Decisions;

public sealed class TrackFilterTests
{
    private static readonly double[] Between = [20, 8, 3];
    private static readonly TrackFilterOptions Options = new() { ChangeProbability = 0.02, SoundWeight = 0.5, Tempering = 0.8, SettlingWindows = 3 };

    [Fact]
    public void Update_FewWindows_EqualsBayesOverEveryBeginning()
    {
        // Neither the eight candidates nor the belief in a change come into play: this is the whole sum.
        var (posteriors, sounds) = Stream(windows: 6, changeAt: 6);
        var filter = new TrackFilter(3, Between, Options);
        var smoothed = new float[3];

        for (var windows = 1; windows <= 6; windows++)
        {
            filter.Update(posteriors[windows - 1], sounds[windows - 1], smoothed);
            var expected = Expected(posteriors[..windows], sounds[..windows]);
            for (var label = 0; label < 3; label++)
            {
                Assert.Equal(expected[label], smoothed[label], 1e-5);
            }
        }
    }

    [Fact]
    public void Update_OtherTrack_IsNoticedWithinThreeWindowsAndJudgedByItsOwn()
    {
        var (posteriors, sounds) = Stream(windows: 40, changeAt: 30);
        var filter = new TrackFilter(3, Between, new() { SoundWeight = 0.3 });
        var smoothed = new float[3];
        var seen = -1;

        for (var window = 0; window < 40; window++)
        {
            filter.Update(posteriors[window], sounds[window], smoothed);
            var best = Array.IndexOf(smoothed, smoothed.Max());
            Assert.Equal(window is >= 3 and < 30, best == 0 && filter.IsSettled && seen < 0);
            seen = seen < 0 && window >= 30 && best == 2 ? window : seen;
        }

        Assert.InRange(seen, 30, 32);
        Assert.True(smoothed[2] > 0.99);
    }

    [Fact]
    public void Update_OtherGenreInTheSameSound_AveragesOut()
    {
        var (_, sounds) = Stream(windows: 40, changeAt: 40);
        var (filter, forward) = (new TrackFilter(3, Between, new()), new ForwardFilter(3, new() { Tempering = 1 }));
        var (smoothed, followed) = (new float[3], new float[3]);
        for (var window = 0; window < 20; window++)
        {
            filter.Update([0.8f, 0.1f, 0.1f], sounds[window], smoothed);
            forward.Update([0.8f, 0.1f, 0.1f], followed);
        }

        for (var window = 20; window < 24; window++) // 8 s that the forward filter follows
        {
            filter.Update([0.2f, 0.2f, 0.6f], sounds[window], smoothed);
            forward.Update([0.2f, 0.2f, 0.6f], followed);
            Assert.True(smoothed[0] > 0.5);
            Assert.True(filter.IsSettled);
        }
        Assert.True(followed[2] > 0.5);
    }

    [Fact]
    public void Update_SameGenreInAnotherSound_UnsettlesTheLabel()
    {
        var (_, sounds) = Stream(windows: 40, changeAt: 30);
        var filter = new TrackFilter(3, Between, new());
        var (smoothed, unsettled) = (new float[3], 0);
        for (var window = 0; window < 40; window++)
        {
            filter.Update([0.8f, 0.1f, 0.1f], sounds[window], smoothed);
            unsettled += window >= 30 && !filter.IsSettled ? 1 : 0;
        }

        Assert.InRange(unsettled, 1, 4);
        Assert.True(smoothed[0] > 0.9);
    }

    [Fact]
    public void Update_WithoutSound_FollowsTheGenreAlone()
    {
        var (posteriors, sounds) = Stream(windows: 20, changeAt: 20);
        var filter = new TrackFilter(3, Between, new());
        var smoothed = new float[3];
        for (var window = 0; window < 20; window++)
        {
            filter.Update(posteriors[window], sounds[window], smoothed);
        }

        filter.Update([0.1f, 0.2f, 0.7f], [], smoothed);
        Assert.True(smoothed[0] > 0.5);
        for (var window = 0; window < 5; window++)
        {
            filter.Update([0.1f, 0.2f, 0.7f], [], smoothed);
        }
        Assert.True(smoothed[2] > 0.9);
    }

    [Fact]
    public void Rest_BetweenTracks_BeginsAfresh()
    {
        var (posteriors, sounds) = Stream(windows: 20, changeAt: 20);
        var filter = new TrackFilter(3, Between, new());
        var smoothed = new float[3];
        for (var window = 0; window < 20; window++)
        {
            filter.Update(posteriors[window], sounds[window], smoothed);
        }

        for (var window = 0; window < 200; window++)
        {
            filter.Rest(smoothed);
        }

        Assert.All(smoothed, value => Assert.Equal(1 / 3f, value, 1e-3f));
        filter.Update([0.1f, 0.1f, 0.8f], sounds[0], smoothed);
        Assert.True(smoothed[2] > 0.7);
        Assert.False(filter.IsSettled);
    }

    [Fact]
    public void Update_AnHourOfOneTrack_StillNoticesTheNext()
    {
        var random = new Random(5);
        var filter = new TrackFilter(3, Between, new());
        var smoothed = new float[3];
        for (var window = 0; window < 1_800; window++)
        {
            filter.Update([0.98f, 0.01f, 0.01f], Around([4, -3, 1], random), smoothed);
        }

        for (var window = 0; window < 4; window++)
        {
            filter.Update([0.01f, 0.01f, 0.98f], Around([-4, 2, -2], random), smoothed);
        }

        Assert.True(smoothed[2] > 0.99);
    }

    [Fact]
    public void Update_AnySounds_StaysAProbability() => Prop.ForAll<int[]>(values =>
    {
        var filter = new TrackFilter(5, Between, Options);
        var smoothed = new float[5];
        foreach (var value in values)
        {
            // As far apart as no track is, now and then with none between them.
            filter.Update(ForwardFilterTests.Peaked(Math.Abs(value % 5), 1, labels: 5), value % 4 == 0 ? [] : [value, value * 1e9f, -value], smoothed);
            Assert.All(smoothed, value => Assert.InRange(value, 0, 1.00001f));
            Assert.Equal(1, smoothed.Sum(), 1e-4f);
        }
    }).AssertHolds();

    [Fact]
    public void Reset_AfterMusic_ForgetsIt()
    {
        var (posteriors, sounds) = Stream(windows: 30, changeAt: 15);
        var (filter, fresh) = (new TrackFilter(3, Between, Options), new TrackFilter(3, Between, Options));
        var (smoothed, expected) = (new float[3], new float[3]);
        for (var window = 0; window < 30; window++)
        {
            filter.Update(posteriors[window], sounds[window], smoothed);
        }

        filter.Reset();

        for (var window = 0; window < 10; window++)
        {
            filter.Update(posteriors[window], sounds[window], smoothed);
            fresh.Update(posteriors[window], sounds[window], expected);
            Assert.Equal(expected, smoothed);
            Assert.Equal(fresh.IsSettled, filter.IsSettled);
        }
    }

    [Fact]
    public void ForHop_TwoSeconds_GivesTheDefaults()
    {
        var options = TrackFilterOptions.ForHop(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(2));

        Assert.Equal(new TrackFilterOptions().ChangeProbability, options.ChangeProbability, 1e-4);
        Assert.Equal(new TrackFilterOptions().BreakProbability, options.BreakProbability, 1e-3);
        Assert.Equal(new TrackFilterOptions(), options with { ChangeProbability = 0.0083, BreakProbability = 0.3 });
    }

    [Fact]
    public void ForHop_QuarterOfTheHop_NoticesAsFastInTime()
    {
        var (track, span) = (TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(2));
        var (posteriors, sounds) = Stream(windows: 40, changeAt: 30);
        var coarse = new TrackFilter(3, Between, TrackFilterOptions.ForHop(TimeSpan.FromSeconds(2), track, span));
        var fine = new TrackFilter(3, Between, TrackFilterOptions.ForHop(TimeSpan.FromSeconds(0.5), track, span));
        var (smoothedCoarse, smoothedFine) = (new float[3], new float[3]);

        for (var window = 0; window < 40; window++)
        {
            coarse.Update(posteriors[window], sounds[window], smoothedCoarse);
            for (var part = 0; part < 4; part++)
            {
                fine.Update(posteriors[window], sounds[window], smoothedFine);
            }
            if (window is < 30 or > 32)
            {
                Assert.Equal(smoothedCoarse[0], smoothedFine[0], 0.1f);
            }
        }
    }

    [Theory]
    [InlineData(0, 0.3, 0.3, 1, 0.9, 4, 30)]
    [InlineData(0.01, 1, 0.3, 1, 0.9, 4, 30)]
    [InlineData(0.01, 0.3, 0, 1, 0.9, 4, 30)]
    [InlineData(0.01, 0.3, 0.3, 1.1, 0.9, 4, 30)]
    [InlineData(0.01, 0.3, 0.3, 1, 0.5, 4, 30)]
    [InlineData(0.01, 0.3, 0.3, 1, 0.9, 0, 30)]
    [InlineData(0.01, 0.3, 0.3, 1, 0.9, 4, 0)]
    public void Constructor_OptionOutsideItsRange_Throws(
        double change, double pause, double weight, double tempering, double confidence, int settling, int memory) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrackFilter(3, Between, new()
        {
            ChangeProbability = change,
            BreakProbability = pause,
            SoundWeight = weight,
            Tempering = tempering,
            ChangeConfidence = confidence,
            SettlingWindows = settling,
            MemoryWindows = memory,
        }));

    [Fact]
    public void Constructor_NothingToTellTracksBy_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrackFilter(1, Between, Options));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrackFilter(3, [], Options));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrackFilter(3, [1, 0], Options));
    }

    [Fact]
    public void Update_OtherLength_Throws()
    {
        var filter = new TrackFilter(3, Between, Options);

        Assert.Throws<ArgumentException>(() => filter.Update(new float[2], new float[3], new float[3]));
        Assert.Throws<ArgumentException>(() => filter.Update(new float[3], new float[2], new float[3]));
        Assert.Throws<ArgumentException>(() => filter.Update(new float[3], new float[3], new float[2]));
        Assert.Throws<ArgumentException>(() => filter.Rest(new float[2]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Update_SoundThatIsNotFinite_ThrowsAndTakesNothing(float value)
    {
        var (posteriors, sounds) = Stream(windows: 10, changeAt: 10);
        var (filter, other) = (new TrackFilter(3, Between, Options), new TrackFilter(3, Between, Options));
        var (smoothed, expected) = (new float[3], new float[3]);
        for (var window = 0; window < 10; window++)
        {
            Assert.Throws<ArgumentException>(() => filter.Update(posteriors[window], [1, value, 1], smoothed));
            filter.Update(posteriors[window], sounds[window], smoothed);
            other.Update(posteriors[window], sounds[window], expected);
            Assert.Equal(expected, smoothed);
        }
    }

    [Fact]
    public void Update_InSteadyState_AllocatesNothing()
    {
        var (posteriors, sounds) = Stream(windows: 30, changeAt: 15);
        var (filter, smoothed, window) = (new TrackFilter(3, Between, new()), new float[3], 0);
        Allocations.AssertNone(() =>
        {
            filter.Update(posteriors[window % 30], sounds[window % 30], smoothed);
            window++;
        });
    }

    /// <summary>A track of label 0, and from a window on one of label 2 that sounds otherwise; windows of a track scatter by 1.</summary>
    private static (float[][] Posteriors, float[][] Sounds) Stream(int windows, int changeAt)
    {
        var random = new Random(1);
        var (posteriors, sounds) = (new float[windows][], new float[windows][]);
        for (var window = 0; window < windows; window++)
        {
            var isFirst = window < changeAt;
            posteriors[window] = isFirst ? [0.7f, 0.2f, 0.1f] : [0.1f, 0.2f, 0.7f];
            sounds[window] = Around(isFirst ? [5, -3, 1] : [-4, 2, -2], random);
        }
        return (posteriors, sounds);
    }

    private static float[] Around(double[] mean, Random random) =>
        [.. mean.Select(value => (float)(value + (Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))))];

    /// <summary>The belief in each label, summed over every window that the track may have begun with, from the densities as they stand in the books.</summary>
    private static double[] Expected(float[][] posteriors, float[][] sounds)
    {
        var (labels, total) = (new double[3], 0.0);
        for (var start = 0; start < posteriors.Length; start++)
        {
            var track = JointDensity(posteriors[start..], sounds[start..], out var belief) * (start == 0 ? 1 : Options.ChangeProbability);
            track *= Math.Pow(1 - Options.ChangeProbability, posteriors.Length - 1 - start);
            var before = start == 0 ? 1 : Before(posteriors[..start], sounds[..start]);
            total += track * before;
            for (var label = 0; label < 3; label++)
            {
                labels[label] += track * before * belief[label];
            }
        }
        return [.. labels.Select(value => value / total)];
    }

    /// <summary>Density of all windows, over every way to cut them into tracks.</summary>
    private static double Before(float[][] posteriors, float[][] sounds)
    {
        var total = 0.0;
        for (var start = 0; start < posteriors.Length; start++)
        {
            var track = JointDensity(posteriors[start..], sounds[start..], out _) * Math.Pow(1 - Options.ChangeProbability, posteriors.Length - 1 - start);
            total += track * (start == 0 ? 1 : Options.ChangeProbability * Before(posteriors[..start], sounds[..start]));
        }
        return total;
    }

    /// <summary>Density of the windows of one track: each sound by what the windows before it say of the track's mean, each posterior by what they say of its label.</summary>
    private static double JointDensity(float[][] posteriors, float[][] sounds, out double[] belief)
    {
        var density = 1.0;
        belief = [1 / 3.0, 1 / 3.0, 1 / 3.0];
        for (var window = 0; window < sounds.Length; window++)
        {
            for (var column = 0; column < Between.Length; column++)
            {
                var known = Options.SoundWeight * window;
                var variance = 1 / ((1 / Between[column]) + known);
                var mean = variance * Options.SoundWeight * sounds[..window].Sum(sound => (double)sound[column]);
                var normal = Math.Exp(-Math.Pow(sounds[window][column] - mean, 2) / (2 * (1 + variance))) / Math.Sqrt(2 * Math.PI * (1 + variance));
                density *= Math.Pow(normal, Options.SoundWeight);
            }
            double[] joint = [.. belief.Zip(posteriors[window], (b, p) => b * Math.Pow((0.95 * p) + (0.05 / 3), Options.Tempering))];
            density *= joint.Sum();
            belief = [.. joint.Select(value => value / joint.Sum())];
        }
        return density;
    }
}
