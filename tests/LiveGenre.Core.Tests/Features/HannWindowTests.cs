using LiveGenre.Core.Features;

namespace LiveGenre.Core.Tests.Features;

public sealed class HannWindowTests
{
    [Fact]
    public void Periodic_AnyLength_IsOnePeriodWithoutItsRepeatedEnd()
    {
        var window = HannWindow.Periodic(8);

        Assert.Equal(8, window.Length);
        for (var n = 0; n < 8; n++)
        {
            Assert.Equal(0.5 - (0.5 * Math.Cos(2 * Math.PI * n / 8)), window[n], 1e-15);
        }
    }

    [Fact]
    public void Periodic_NoLength_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => HannWindow.Periodic(0));
}
