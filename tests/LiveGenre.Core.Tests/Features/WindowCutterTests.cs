using LiveGenre.Core.Features;

namespace LiveGenre.Core.Tests.Features;

public sealed class WindowCutterTests
{
    [Fact]
    public void TryNext_FramesArriveOneByOne_GivesEachWindowOnceAsSoonAsItIsWhole()
    {
        var cutter = new WindowCutter(windowFrames: 172, hopFrames: 86);
        var due = new List<(long NextFrame, long Start)>();
        for (var nextFrame = 0; nextFrame <= 400; nextFrame++)
        {
            while (cutter.TryNext(nextFrame, out var start))
            {
                due.Add((nextFrame, start));
            }
        }

        Assert.Equal([(172, 0), (258, 86), (344, 172)], due);
    }

    [Fact]
    public void TryNext_ManyFramesAtOnce_GivesEveryWindow()
    {
        var (cutter, starts) = (new WindowCutter(10, 4), new List<long>());
        while (cutter.TryNext(25, out var start))
        {
            starts.Add(start);
        }

        Assert.Equal([0, 4, 8, 12], starts);
    }

    [Theory]
    [InlineData(172, 172)]
    [InlineData(173, 258)]
    [InlineData(100, 172)]
    public void SkipTo_AfterAGap_StartsAtTheNextMultipleOfTheHop(long frame, long expected)
    {
        var cutter = new WindowCutter(windowFrames: 172, hopFrames: 86);

        cutter.SkipTo(frame);

        Assert.True(cutter.TryNext(10_000, out var start));
        Assert.Equal(expected, start);
    }

    [Fact]
    public void SkipTo_BeforeTheNextWindow_RepeatsNone()
    {
        var cutter = new WindowCutter(4, 2);
        cutter.TryNext(4, out _);

        cutter.SkipTo(0);

        Assert.True(cutter.TryNext(100, out var start));
        Assert.Equal(2, start);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 0)]
    [InlineData(10, 11)]
    public void Constructor_HopThatSkipsFrames_Throws(int windowFrames, int hopFrames) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WindowCutter(windowFrames, hopFrames));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(7)]
    public void TryNext_StrideThatWidensAndNarrows_KeepsTheWindowsOfItsPhase(int phase)
    {
        var cutter = new WindowCutter(windowFrames: 4, hopFrames: 2) { Phase = phase };
        var numbers = new List<long>();
        foreach (var stride in new[] { 1, 1, 8, 8, 8, 4, 4, 1, 1 })
        {
            cutter.Stride = stride;
            Assert.True(cutter.TryNext(long.MaxValue, out var start));
            Assert.Equal(0, start % 2);
            numbers.Add(start / 2);
        }

        Assert.Equal((0, 1), (numbers[0], numbers[1]));
        Assert.All(numbers[3..6], number => Assert.Equal(phase, number % 8));
        Assert.InRange(numbers[3] - numbers[2], 1, 8);
        Assert.Equal([8L, 8, 4, 4, 1], numbers.Skip(3).Zip(numbers.Skip(4), (a, b) => b - a));
        Assert.Equal(2 * (numbers[^1] + 1), cutter.NextStart);
    }
}
