using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Daemon.Tests.Pipeline;

public class WindowPaceTests
{
    private static readonly TimeSpan Hop = TimeSpan.FromSeconds(2);

    private readonly WindowPace _pace = new(new Random(1));

    [Fact]
    public void Widen_AgainAndAgain_DoublesUpToEightHops()
    {
        var strides = new List<int> { _pace.Stride };
        for (var i = 0; i < 5; i++)
        {
            _pace.Widen();
            strides.Add(_pace.Stride);
        }

        Assert.Equal([1, 2, 4, 8, 8, 8], strides);
    }

    [Fact]
    public void Observe_WindowsTakenAtOnceForAWhile_HalvesStepByStep()
    {
        _pace.Widen();
        _pace.Widen();

        var first = CalmUntilNarrower();
        var second = CalmUntilNarrower();

        Assert.Equal(1, _pace.Stride);
        Assert.All([first, second], calm => Assert.InRange(calm, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(48)));
    }

    [Fact]
    public void Observe_AWindowThatHadToWait_BeginsTheWhileAnew()
    {
        _pace.Widen();
        for (var i = 0; i < 200; i++)
        {
            _pace.Observe(TimeSpan.Zero, Hop);
            _pace.Observe(TimeSpan.Zero, Hop);
            _pace.Observe(TimeSpan.FromSeconds(1), Hop);
        }

        Assert.Equal(2, _pace.Stride);
    }

    [Fact]
    public void Widen_SoonAfterItHadNarrowed_WaitsLongerBeforeItTriesAgain()
    {
        var calms = new List<TimeSpan>();
        for (var i = 0; i < 4; i++)
        {
            _pace.Widen();
            calms.Add(CalmUntilNarrower());
        }

        // 20 s, 40 s, 80 s, 160 s, each up to as much again by chance.
        Assert.InRange(calms[0], TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(44));
        Assert.InRange(calms[3], TimeSpan.FromSeconds(160), TimeSpan.FromSeconds(324));
    }

    [Fact]
    public void Widen_LongAfterItHadNarrowed_BeginsWithTheShortWhile()
    {
        for (var i = 0; i < 4; i++)
        {
            _pace.Widen();
            CalmUntilNarrower();
        }
        for (var calm = TimeSpan.Zero; calm <= TimeSpan.FromMinutes(10); calm += Hop)
        {
            _pace.Observe(TimeSpan.Zero, Hop);
        }

        _pace.Widen();

        Assert.InRange(CalmUntilNarrower(), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(44));
    }

    private TimeSpan CalmUntilNarrower()
    {
        var calm = TimeSpan.Zero;
        for (var before = _pace.Stride; _pace.Stride == before;)
        {
            calm += Hop * before;
            _pace.Observe(TimeSpan.Zero, Hop * before);
        }
        return calm;
    }
}
