using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Daemon.Tests.Pipeline;

public sealed class IdleShareTests
{
    private readonly ManualTime _time = new();
    private readonly IdleShare _idle;

    public IdleShareTests() => _idle = new(_time);

    [Theory]
    [InlineData(0, 100)]
    [InlineData(30, 70)]
    [InlineData(100, 0)]
    public void Value_AfterAWhile_IsTheShareOfTimeWithoutWork(int idle, int busy)
    {
        for (var i = 0; i < 600; i++)
        {
            _idle.BeginIdle();
            _time.Advance(TimeSpan.FromMilliseconds(idle));
            _idle.Work();
            _time.Advance(TimeSpan.FromMilliseconds(busy));
        }

        Assert.Equal(idle / 100.0, _idle.Value, 0.05);
    }

    [Fact]
    public void Work_ForTenSecondsWithoutAPause_LeavesLittleOfWhatWasIdle()
    {
        _idle.BeginIdle();
        _time.Advance(TimeSpan.FromMinutes(1));
        _idle.Work();
        Assert.Equal(1, _idle.Value, 0.01);

        for (var i = 0; i < 100; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            _idle.Work();
        }

        Assert.InRange(_idle.Value, 0, 0.2);
    }
}
