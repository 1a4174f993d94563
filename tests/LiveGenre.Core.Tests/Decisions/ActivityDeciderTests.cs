using LiveGenre.Core.Decisions;

namespace LiveGenre.Core.Tests.Decisions;

public sealed class ActivityDeciderTests
{
    [Fact]
    public void Update_ChallengerBelowTheMargin_KeepsTheActivity()
    {
        var decider = new ActivityDecider(margin: 0.1f);

        Assert.Equal(new ActivityState(Activity.Music, 0.8f, 10), decider.Update([0.8f, 0.1f, 0.1f, 0], 10));
        Assert.Equal(new ActivityState(Activity.Music, 0.46f, 10), decider.Update([0.46f, 0.54f, 0, 0], 20));
        Assert.Equal(new ActivityState(Activity.Speech, 0.56f, 30), decider.Update([0.44f, 0.56f, 0, 0], 30));
    }

    [Fact]
    public void Update_EveryPlace_IsItsActivity()
    {
        foreach (var activity in (Activity[])[Activity.Music, Activity.Speech, Activity.SpeechOverMusic, Activity.Noise])
        {
            var posterior = new float[4];
            posterior[(int)activity] = 1;

            Assert.Equal(activity, new ActivityDecider().Update(posterior, 0).Activity);
            Assert.Equal(activity.ToLabel(), ActivityLabels.OfModel[(int)activity]);
        }
    }

    [Fact]
    public void UpdateSilent_BetweenMusic_TurnsAtOnceBothWays()
    {
        var decider = new ActivityDecider(margin: 0.5f);
        decider.Update([0.9f, 0.1f, 0, 0], 0);

        Assert.Equal(new ActivityState(Activity.Silence, 1, 10), decider.UpdateSilent(10));
        Assert.Equal(new ActivityState(Activity.Silence, 1, 10), decider.UpdateSilent(20));
        Assert.Equal(new ActivityState(Activity.Speech, 0.4f, 30), decider.Update([0.3f, 0.4f, 0.2f, 0.1f], 30));
    }

    [Fact]
    public void Reset_AfterMusic_HoldsOnToNothing()
    {
        var decider = new ActivityDecider(margin: 0.5f);
        decider.Update([0.9f, 0.1f, 0, 0], 0);

        decider.Reset();

        Assert.Equal(new ActivityState(Activity.Speech, 0.55f, 40), decider.Update([0.45f, 0.55f, 0, 0], 40));
    }

    [Fact]
    public void Update_WrongValues_Throws()
    {
        Assert.Throws<ArgumentException>(() => new ActivityDecider().Update(new float[5], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivityDecider(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivityDecider(1.5f));
    }
}
