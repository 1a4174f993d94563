using LiveGenre.Core.Features;

namespace LiveGenre.Core.Tests.Features;

public sealed class SlaneyMelScaleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(200, 3)]
    [InlineData(1_000, 15)]
    [InlineData(6_400, 42)] // 15 + 27
    public void FromHz_KnownFrequencies_GivesTheirMel(double hz, double mel)
    {
        Assert.Equal(mel, SlaneyMelScale.FromHz(hz), 1e-9);
        Assert.Equal(hz, SlaneyMelScale.ToHz(mel), 1e-9);
    }
}
