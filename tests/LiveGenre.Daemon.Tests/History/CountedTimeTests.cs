using LiveGenre.Daemon.History;

namespace LiveGenre.Daemon.Tests.History;

public sealed class CountedTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CountedTime _counted = new();

    [Fact]
    public void Add_OneAfterTheOther_CountsAllOfEach()
    {
        Assert.Equal([(0, 2)], Add(0, 2));
        Assert.Equal([(2, 4)], Add(2, 4));
        Assert.Equal([(60, 62)], Add(60, 62));
    }

    [Fact]
    public void Add_WhatWasCountedBefore_CountsTheRest()
    {
        Add(10, 20);
        Add(30, 40);

        Assert.Equal([(5, 10), (20, 30), (40, 45)], Add(5, 45));
        Assert.Empty(Add(5, 45));
        Assert.Equal([(45, 46)], Add(44, 46));
    }

    [Fact]
    public void Add_ClockIsSetBackAnHour_CountsOnlyWhatIsNew()
    {
        Add(3_600, 3_620); // an hour fast at the start

        Assert.Equal([(0, 3_600), (3_620, 3_700)], Add(0, 3_700));
    }

    [Fact]
    public void Add_AtRandom_CountsEachSecondOnce()
    {
        var random = new Random(1);
        var (seconds, counted) = (new HashSet<int>(), 0);
        for (var i = 0; i < 2_000; i++)
        {
            var from = random.Next(10_000) / 200 * 200; // at most 50 stretches
            var to = from + random.Next(1, 400);
            counted += Add(from, to).Sum(part => part.To - part.From);
            seconds.UnionWith(Enumerable.Range(from, to - from));
            Assert.Equal(seconds.Count, counted);
        }
    }

    private (int From, int To)[] Add(int from, int to)
    {
        var fresh = new List<UtcInterval>();
        _counted.Add(new(Start.AddSeconds(from), Start.AddSeconds(to)), fresh);
        return [.. fresh.Select(i => ((int)(i.Start - Start).TotalSeconds, (int)(i.End - Start).TotalSeconds))];
    }
}
