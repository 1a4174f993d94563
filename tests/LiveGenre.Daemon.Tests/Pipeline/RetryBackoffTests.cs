using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Daemon.Tests.Pipeline;

public sealed class RetryBackoffTests
{
    [Fact]
    public void NextDelay_Repeatedly_DoublesToTheBoundWithinItsJitter()
    {
        var backoff = new RetryBackoff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), new Random(1));
        double[] expected = [0.5, 1, 2, 4, 8, 16, 30, 30];

        foreach (var seconds in expected)
        {
            Assert.InRange(backoff.NextDelay().TotalSeconds, seconds * 0.75, seconds * 1.25);
        }
    }

    [Fact]
    public void NextDelay_AtTheBound_VariesBelowIt()
    {
        var backoff = new RetryBackoff(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), new Random(1));

        var delays = Enumerable.Range(0, 100).Select(_ => backoff.NextDelay().TotalSeconds).ToList();

        Assert.InRange(delays.Min(), 22.5, 23.5);
        Assert.InRange(delays.Max(), 29, 30);
        Assert.Equal(100, delays.Distinct().Count());
    }

    [Fact]
    public void Reset_AfterManyAttempts_BeginsAtTheShortest()
    {
        var backoff = new RetryBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), new Random(1));
        for (var i = 0; i < 10; i++)
        {
            backoff.NextDelay();
        }

        backoff.Reset();

        Assert.InRange(backoff.NextDelay().TotalSeconds, 0.75, 1.25);
    }
}
