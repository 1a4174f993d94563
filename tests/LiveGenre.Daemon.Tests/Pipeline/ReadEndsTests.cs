using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Daemon.Tests.Pipeline;

public sealed class ReadEndsTests
{
    [Theory]
    [InlineData(89_600, 44_032)] // the shipped model's: 172 frames of 512 and 2 s
    [InlineData(89_600, 5_632)]
    [InlineData(89_600, 88_064)]
    [InlineData(1_001, 997)]
    public void After_FromAnywhere_MeetsEveryWindowsEndInStepsOfAQuarterSecondOrSo(int window, int hop)
    {
        var ends = new ReadEnds(window, hop, 22_050);
        var reached = new List<long> { 0 };
        while (reached[^1] < window + (3 * hop))
        {
            reached.Add(ends.After(reached[^1]));
        }

        Assert.All(Enumerable.Range(0, 3), number => Assert.Contains(window + (number * (long)hop), reached));
        Assert.All(reached.Zip(reached.Skip(1)), step => Assert.InRange(step.Second - step.First, 1, Math.Min(ends.MaxStep, 0.38 * 22_050)));
    }

    [Fact]
    public void After_OnePastAnEnd_IsTheNextEnd()
    {
        var ends = new ReadEnds(89_600, 44_032, 22_050);

        Assert.Equal(89_600, ends.After(89_599));
        Assert.Equal(89_600 + 5_504, ends.After(89_600)); // an eighth of the hop
    }
}
