using LiveGenre.Core.Audio;

namespace LiveGenre.Core.Tests.Audio;

public sealed class SilenceDetectorTests
{
    [Fact]
    public void Update_LevelBetweenTheThresholds_StaysAsItWas()
    {
        var detector = new SilenceDetector(new());

        Assert.False(detector.Update(-57));
        Assert.False(detector.Update(-60));
        Assert.True(detector.Update(-60.1f));
        Assert.True(detector.Update(-57));
        Assert.True(detector.Update(-54));
        Assert.False(detector.Update(-53.9f));
        Assert.False(detector.Update(-57));
        Assert.False(detector.IsSilent);
    }

    [Fact]
    public void Update_OwnThresholds_AreUsed()
    {
        var detector = new SilenceDetector(new(EnterDbfs: -40, LeaveDbfs: -30));

        Assert.True(detector.Update(-41));
        Assert.True(detector.Update(-31));
        Assert.False(detector.Update(-29));
    }

    [Fact]
    public void Reset_WhileSilent_ForgetsTheSilence()
    {
        var detector = new SilenceDetector(new());
        detector.Update(-120);

        detector.Reset();

        Assert.False(detector.IsSilent);
        Assert.False(detector.Update(-57));
    }

    [Theory]
    [InlineData(-50, -60)]
    [InlineData(float.NaN, -54)]
    [InlineData(-60, float.NaN)]
    public void Constructor_ThresholdsInTheWrongOrder_Throws(float enter, float leave) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SilenceDetector(new(enter, leave)));
}
