using FsCheck.Fluent;
using LiveGenre.Core.Decisions;

namespace LiveGenre.Core.Tests.Decisions;

public sealed class GenreDeciderTests
{
    private static readonly DecisionOptions Options = new() { ConfidenceFloor = 0.4f, FloorHysteresis = 0.05f, Margin = 0.1f, StabilityWindows = 4 };

    [Fact]
    public void Update_ChallengerBelowTheMargin_KeepsTheIncumbent()
    {
        var decider = new GenreDecider(3, Options);

        Assert.Equal(0, decider.Update([0.6f, 0.3f, 0.1f], 0).LabelIndex);
        Assert.Equal(0, decider.Update([0.45f, 0.53f, 0.02f], 100).LabelIndex);
        Assert.Equal(1, decider.Update([0.43f, 0.55f, 0.02f], 200).LabelIndex);
        Assert.Equal(1, decider.Update([0.5f, 0.48f, 0.02f], 300).LabelIndex);
    }

    [Fact]
    public void Update_SameLabel_KeepsSinceAndANewOneRestartsIt()
    {
        var decider = new GenreDecider(2, Options);

        Assert.Equal(100, decider.Update([0.9f, 0.1f], 100).SincePosition);
        Assert.Equal(100, decider.Update([0.8f, 0.2f], 200).SincePosition);
        Assert.Equal(300, decider.Update([0.2f, 0.8f], 300).SincePosition);
        Assert.Equal(300, decider.Update([0.1f, 0.9f], 400).SincePosition);
    }

    [Fact]
    public void Update_UnderTheFloor_IsUnknownUntilALittleAboveIt()
    {
        var decider = new GenreDecider(3, Options);

        Assert.Equal(0, decider.Update([0.41f, 0.3f, 0.29f], 0).LabelIndex); // the first needs no hysteresis
        var unknown = decider.Update([0.39f, 0.31f, 0.3f], 100);
        Assert.Equal(new DecisionState(GenreLabel.Unknown, 0.39f, 100, 0), unknown);
        Assert.Equal(GenreLabel.Unknown, decider.Update([0.44f, 0.3f, 0.26f], 200).LabelIndex);
        Assert.Equal(100, decider.Update([0.44f, 0.3f, 0.26f], 300).SincePosition);
        Assert.Equal(0, decider.Update([0.46f, 0.3f, 0.24f], 400).LabelIndex);
        Assert.Equal(0, decider.Update([0.41f, 0.3f, 0.29f], 500).LabelIndex);
    }

    [Fact]
    public void Update_LeadOfHalfInEveryWindow_SettlesAtHalf()
    {
        var decider = new GenreDecider(3, Options);

        float[] stabilities = [.. Enumerable.Range(0, 6).Select(window => decider.Update([0.7f, 0.2f, 0.1f], window).Stability)];

        float[] expected = [0.125f, 0.25f, 0.375f, 0.5f, 0.5f, 0.5f];
        for (var window = 0; window < 6; window++)
        {
            Assert.Equal(expected[window], stabilities[window], 1e-6f);
        }
        Assert.Equal(0.15f, decider.Update([0.1f, 0.75f, 0.15f], 6).Stability, 1e-6f); // a new decision starts unsettled
    }

    [Fact]
    public void Update_IncumbentBehind_CountsAsNoLead()
    {
        var decider = new GenreDecider(2, Options);
        decider.Update([0.6f, 0.4f], 0);

        Assert.Equal(0.2f / 4, decider.Update([0.48f, 0.52f], 1).Stability, 1e-6f);
    }

    [Fact]
    public void Update_SettledLabel_GivesWayToWhatLeadsForLong()
    {
        var decider = new GenreDecider(2, Options with { PatienceWindows = 3 });
        Assert.Equal(0, decider.Update([0.9f, 0.1f], 0).LabelIndex);

        var contested = decider.Update([0.1f, 0.9f], 1, isSettled: true);
        Assert.Equal((0, 0.1f, 0L), (contested.LabelIndex, contested.Confidence, contested.SincePosition));
        Assert.Equal(0, decider.Update([0.1f, 0.9f], 2, isSettled: true).LabelIndex);
        Assert.Equal(0, decider.Update([0.46f, 0.54f], 3, isSettled: true).LabelIndex); // within the margin: it begins again
        Assert.Equal(0, decider.Update([0.1f, 0.9f], 4, isSettled: true).LabelIndex);
        Assert.Equal(0, decider.Update([0.1f, 0.9f], 5, isSettled: true).LabelIndex);
        Assert.Equal(1, decider.Update([0.1f, 0.9f], 6, isSettled: true).LabelIndex);
        Assert.Equal(1, decider.Update([0.9f, 0.1f], 7, isSettled: true).LabelIndex);
    }

    [Fact]
    public void Update_UnsettledAgain_TurnsAtOnce()
    {
        var decider = new GenreDecider(2, Options with { PatienceWindows = 3 });
        decider.Update([0.9f, 0.1f], 0);
        decider.Update([0.1f, 0.9f], 1, isSettled: true);
        decider.Update([0.1f, 0.9f], 2, isSettled: true);

        Assert.Equal(1, decider.Update([0.1f, 0.9f], 3).LabelIndex);
        Assert.Equal(1, decider.Update([0.9f, 0.1f], 4, isSettled: true).LabelIndex); // and counts from the start
    }

    [Fact]
    public void Update_SettledWithoutALabel_TakesTheFirstThatIsSure()
    {
        var decider = new GenreDecider(3, Options);
        Assert.Equal(GenreLabel.Unknown, decider.Update([0.34f, 0.33f, 0.33f], 0).LabelIndex);

        Assert.Equal(GenreLabel.Unknown, decider.Update([0.36f, 0.33f, 0.31f], 1, isSettled: true).LabelIndex);
        Assert.Equal(0, decider.Update([0.5f, 0.3f, 0.2f], 2, isSettled: true).LabelIndex);
    }

    [Fact]
    public void Reset_AfterADecision_HoldsOnToNothing()
    {
        var decider = new GenreDecider(2, Options);
        decider.Update([0.9f, 0.1f], 0);

        decider.Reset();
        var state = decider.Update([0.48f, 0.52f], 500);

        Assert.Equal(1, state.LabelIndex);
        Assert.Equal(500, state.SincePosition);
        Assert.Equal(0.04f / 4, state.Stability, 1e-6f);
    }

    [Fact]
    public void Update_AnyBeliefs_ObeysFloorMarginAndRanges()
    {
        Prop.ForAll<byte[]>(bytes =>
        {
            var (decider, last) = (new GenreDecider(3, Options), GenreLabel.Unknown);
            for (var window = 0; (window * 3) + 3 <= bytes.Length; window++)
            {
                float[] weights = [.. bytes.Skip(window * 3).Take(3).Select(value => value + 1f)];
                float[] belief = [.. weights.Select(weight => weight / weights.Sum())];
                var state = decider.Update(belief, window);

                Assert.InRange(state.Stability, 0, 1);
                Assert.True(state.SincePosition <= window);
                if (state.LabelIndex >= 0)
                {
                    Assert.Equal(belief[state.LabelIndex], state.Confidence);
                    Assert.True(state.Confidence >= Options.ConfidenceFloor);
                    Assert.True(belief.Max() < belief[state.LabelIndex] + Options.Margin);
                }
                if (last >= 0 && state.LabelIndex >= 0 && state.LabelIndex != last)
                {
                    Assert.True(belief[state.LabelIndex] >= belief[last] + Options.Margin);
                }
                last = state.LabelIndex;
            }
        }).AssertHolds();
    }

    [Theory]
    [InlineData(-0.1f, 0.05f, 0.1f, 8, 10)]
    [InlineData(1.1f, 0.05f, 0.1f, 8, 10)]
    [InlineData(0.4f, -0.01f, 0.1f, 8, 10)]
    [InlineData(0.4f, 0.05f, float.NaN, 8, 10)]
    [InlineData(0.4f, 0.05f, 0.1f, 0, 10)]
    [InlineData(0.4f, 0.05f, 0.1f, 8, 0)]
    public void Constructor_OptionOutsideItsRange_Throws(float floor, float hysteresis, float margin, int windows, int patience) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GenreDecider(
            3, new() { ConfidenceFloor = floor, FloorHysteresis = hysteresis, Margin = margin, StabilityWindows = windows, PatienceWindows = patience }));

    [Fact]
    public void Update_OtherLength_Throws() =>
        Assert.Throws<ArgumentException>(() => new GenreDecider(3, Options).Update(new float[2], 0));

    [Fact]
    public void Update_InSteadyState_AllocatesNothing()
    {
        var (decider, belief) = (new GenreDecider(11, new()), ForwardFilterTests.Peaked(1, 0.7f));
        Allocations.AssertNone(() => decider.Update(belief, 1));
    }
}
