using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Daemon.Tests.Pipeline;

public sealed class StreamClockTests
{
    private const int Rate = 22_050;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TimeOf_AfterTheFirstObservation_IsExact()
    {
        var clock = new StreamClock(Rate);

        clock.Observe(Rate, Start.AddSeconds(1));

        Assert.Equal(Start, clock.TimeOf(0));
        Assert.Equal(Start.AddSeconds(2), clock.TimeOf(2 * Rate));
        Assert.Equal(3 * Rate, clock.PositionAt(Start.AddSeconds(3)));
    }

    [Fact]
    public void Observe_CrystalFastBy100Ppm_FollowsWithoutAJump()
    {
        var clock = new StreamClock(Rate);
        var before = DateTimeOffset.MinValue;
        for (var block = 1L; block <= 20 * 3_600; block++) // an hour of 50 ms blocks
        {
            var position = block * Rate / 20;
            var utc = Start.AddSeconds(block / 20.0 * (1 - 100e-6));
            Assert.Equal(TimeSpan.Zero, clock.Observe(position, utc));
            var time = clock.TimeOf(position);
            Assert.True(time > before);
            Assert.True((time - utc).Duration() < TimeSpan.FromMilliseconds(10), $"off by {time - utc}");
            before = time;
        }
    }

    [Fact]
    public void Observe_JitterOf40Ms_HardlyShows()
    {
        var clock = new StreamClock(Rate);
        var random = new Random(1);
        for (var block = 1L; block <= 2_000; block++)
        {
            clock.Observe(block * Rate / 20, Start.AddSeconds((block / 20.0) + (random.NextDouble() * 0.04)));
        }
        Assert.InRange((clock.TimeOf(0) - Start).TotalMilliseconds, 10, 30);
    }

    [Theory]
    [InlineData(3_600)]
    [InlineData(-3_600)]
    public void Observe_SteppedSystemClock_FollowsAtOnceAndSaysByHowMuch(double seconds)
    {
        var clock = new StreamClock(Rate);
        clock.Observe(Rate, Start.AddSeconds(1));

        var step = clock.Observe(2 * Rate, Start.AddSeconds(2 + seconds));

        Assert.Equal(TimeSpan.FromSeconds(seconds), step);
        Assert.Equal(Start.AddSeconds(2 + seconds), clock.TimeOf(2 * Rate));
    }

    [Fact]
    public void Observe_BurstOfFourSecondsAtTheStart_IsFollowedAndNoStepOfTheClock()
    {
        var clock = new StreamClock(Rate);
        for (var block = 1L; block <= 80; block++) // 50 ms blocks, 2 ms apart
        {
            Assert.Equal(TimeSpan.Zero, clock.Observe(block * Rate / 20, Start.AddSeconds(block * 0.002)));
        }

        // The newest sample of the burst has just sounded, give or take what passes for jitter.
        var end = Start.AddSeconds(0.160);
        Assert.InRange((clock.TimeOf(4 * Rate) - end).TotalSeconds, 0, 0.25);
        Assert.InRange(clock.PositionAt(end.AddSeconds(5)), (9 * Rate) - (Rate / 4), 9 * Rate); // what a gap of 5 s is measured by
    }

    [Fact]
    public void Duration_AYearOfSamples_DoesNotOverflow()
    {
        var year = TimeSpan.FromDays(365);

        Assert.Equal(year, new StreamClock(192_000).Duration((long)year.TotalSeconds * 192_000));
    }
}
