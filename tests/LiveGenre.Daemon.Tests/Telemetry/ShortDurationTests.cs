using LiveGenre.Daemon.Telemetry;

namespace LiveGenre.Daemon.Tests.Telemetry;

public sealed class ShortDurationTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.5132, "0.51 s")]
    [InlineData(-2, "−2 s")]
    [InlineData(9.996, "10 s")]
    [InlineData(59.7, "1 min")]
    [InlineData(312.2, "5 min 12 s")]
    [InlineData(10_920, "3 h 2 min")]
    [InlineData(-183_600, "−2 d 3 h")]
    public void ToString_AnyLength_ShowsTwoUnitsAtTheMost(double seconds, string expected) =>
        Assert.Equal(expected, new ShortDuration(TimeSpan.FromSeconds(seconds)).ToString());
}
