using LiveGenre.Core.Decisions;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Daemon.Tests.Pipeline;

public class DecisionRulesTests
{
    private static readonly TimeSpan Hop = TimeSpan.FromSeconds(2);
    private static readonly SoundManifest Sound = new("sound", [20, 20]);
    private static readonly float[] Jazz = [0.9f, 0.05f, 0.05f];
    private static readonly float[] Rock = [0.05f, 0.05f, 0.9f];

    [Theory]
    [InlineData(SmoothingKind.TrackFilter, true, SmoothingKind.TrackFilter)]
    [InlineData(SmoothingKind.TrackFilter, false, SmoothingKind.ForwardFilter)]
    [InlineData(SmoothingKind.ForwardFilter, true, SmoothingKind.ForwardFilter)]
    [InlineData(SmoothingKind.ExponentialAverage, false, SmoothingKind.ExponentialAverage)]
    public void InUse_OfASetting_NeedsAModelThatTellsRecordingsApart(SmoothingKind setting, bool hasSound, SmoothingKind expected) =>
        Assert.Equal(expected, DecisionRules.InUse(new DecisionsOptions { Smoothing = setting }, hasSound ? Sound : null));

    [Theory]
    [InlineData(2.0)]
    [InlineData(0.5)]
    public void CreateDecider_ByDefault_HoldsTheGenreOfOneSoundForAWhile(double hopSeconds)
    {
        var hop = TimeSpan.FromSeconds(hopSeconds);
        var decider = DecisionRules.CreateDecider(new DecisionsOptions(), 3, hop, Sound);
        var windowsAMinute = (int)(60 / hopSeconds);
        Assert.Equal(0, Decide(decider, Jazz, [4, -4], windowsAMinute));

        Assert.Equal(0, Decide(decider, [0.3f, 0.1f, 0.6f], [4, -4], windowsAMinute / 4));
        Assert.Equal(2, Decide(decider, [0.3f, 0.1f, 0.6f], [4, -4], windowsAMinute * 2));
    }

    [Fact]
    public void CreateDecider_OtherSound_TurnsWithinSixSeconds()
    {
        var decider = DecisionRules.CreateDecider(new DecisionsOptions(), 3, Hop, Sound);
        Assert.Equal(0, Decide(decider, Jazz, [4, -4], 30));

        Assert.Equal(2, Decide(decider, Rock, [-4, 4], 3));
    }

    [Fact]
    public void CreateDecider_ModelThatDoesNotTellRecordingsApart_FollowsThePosteriors()
    {
        var decider = DecisionRules.CreateDecider(new DecisionsOptions(), 3, Hop, sound: null);
        Assert.Equal(0, Decide(decider, Jazz, [], 30));

        Assert.Equal(2, Decide(decider, Rock, [], 5));
    }

    private static int Decide(ProgrammeDecider decider, float[] posterior, float[] sound, int windows)
    {
        var label = GenreLabel.None;
        for (var window = 0; window < windows; window++)
        {
            label = decider.Update(posterior, [1, 0, 0, 0], window, sound).Genre.LabelIndex;
        }
        return label;
    }
}
