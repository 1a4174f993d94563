using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Daemon.Tests.Pipeline;

public class WindowPaceTests
{
    private static readonly TimeSpan Hop = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(7);

    private readonly WindowPace _pace = new(new Random(1));

    [Fact]
    public void Widen_AgainAndAgain_DoublesUpToEightHops()
    {
        var strides = new List<int> { _pace.Stride };
        for (var i = 0; i < 5; i++)
        {
            _pace.Widen(Long, Long);
            strides.Add(_pace.Stride);
        }

        Assert.Equal([1, 2, 4, 8, 8, 8], strides);
    }

    [Fact]
    public void Widen_WindowsWereLateForAMoment_WidensNothing()
    {
        for (var i = 0; i < 100; i++)
        {
            _pace.Observe(TimeSpan.FromSeconds(1), Hop, idleShare: 0);
            _pace.Widen(TimeSpan.FromSeconds(2), Long);
            _pace.Observe(TimeSpan.Zero, Hop, idleShare: 0); // that was the start, or a pause
        }

        Assert.Equal(1, _pace.Stride);
    }

    [Fact]
    public void Widen_OneWindowAfterTheOtherIsLate_Widens()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(1, _pace.Stride);
            _pace.Observe(TimeSpan.FromSeconds(1), Hop, idleShare: 0);
            _pace.Widen(TimeSpan.FromSeconds(1), Long);
        }

        Assert.Equal(2, _pace.Stride);
    }

    [Fact]
    public void Widen_RoomForLessThanAPause_WidensBeforeItIsFull()
    {
        _pace.Widen(TimeSpan.FromSeconds(1.9), room: TimeSpan.FromSeconds(2));
        Assert.Equal(1, _pace.Stride);

        _pace.Widen(TimeSpan.FromSeconds(2), room: TimeSpan.FromSeconds(2));
        Assert.Equal(2, _pace.Stride);
    }

    [Fact]
    public void Observe_TheModelHasNothingToDoMostOfTheTime_ComesBackSooner()
    {
        _pace.Widen(Long, Long);
        _pace.Widen(Long, Long);

        var calm = CalmUntilNarrower(idleShare: 0.9) + CalmUntilNarrower(idleShare: 0.9);

        Assert.Equal(1, _pace.Stride);
        Assert.InRange(calm, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(28));
    }

    [Fact]
    public void Observe_WindowsTakenAtOnceForAWhile_HalvesStepByStep()
    {
        _pace.Widen(Long, Long);
        _pace.Widen(Long, Long);

        var first = CalmUntilNarrower();
        var second = CalmUntilNarrower();

        Assert.Equal(1, _pace.Stride);
        Assert.All([first, second], calm => Assert.InRange(calm, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(48)));
    }

    [Fact]
    public void Observe_AWindowThatHadToWait_BeginsTheWhileAnew()
    {
        _pace.Widen(Long, Long);
        for (var i = 0; i < 200; i++)
        {
            _pace.Observe(TimeSpan.Zero, Hop, idleShare: 0);
            _pace.Observe(TimeSpan.Zero, Hop, idleShare: 0);
            _pace.Observe(TimeSpan.FromSeconds(1), Hop, idleShare: 0);
        }

        Assert.Equal(2, _pace.Stride);
    }

    [Fact]
    public void Widen_SoonAfterItHadNarrowed_WaitsLongerBeforeItTriesAgain()
    {
        var calms = new List<TimeSpan>();
        for (var i = 0; i < 4; i++)
        {
            _pace.Widen(Long, Long);
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
            _pace.Widen(Long, Long);
            CalmUntilNarrower();
        }
        for (var calm = TimeSpan.Zero; calm <= TimeSpan.FromMinutes(10); calm += Hop)
        {
            _pace.Observe(TimeSpan.Zero, Hop, idleShare: 0);
        }

        _pace.Widen(Long, Long);

        Assert.InRange(CalmUntilNarrower(), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(44));
    }

    private TimeSpan CalmUntilNarrower(double idleShare = 0)
    {
        var calm = TimeSpan.Zero;
        for (var before = _pace.Stride; _pace.Stride == before;)
        {
            calm += Hop * before;
            _pace.Observe(TimeSpan.Zero, Hop * before, idleShare);
        }
        return calm;
    }
}
