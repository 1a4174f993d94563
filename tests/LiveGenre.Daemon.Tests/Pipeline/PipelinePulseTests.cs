using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Pipeline;

public sealed class PipelinePulseTests
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new();
    private readonly SourceFeeds _feeds = new();
    private readonly SourceFeed _feed;
    private readonly PipelinePulse _pulse;

    public PipelinePulseTests()
    {
        _feed = new SourceFeed(new("fm", "FM", "scripted", "model", ["jazz"], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2)), new(), 1, _time);
        _feeds.Add(_feed);
        _pulse = new PipelinePulse(_feeds, _time);
    }

    [Fact]
    public void IsAlive_NothingWaits_EvenIfNothingIsPublished()
    {
        Pass(60, () => { });

        Assert.True(_pulse.IsAlive);
    }

    [Fact]
    public void IsAlive_WindowsWaitAndArePublished_Is()
    {
        _pulse.Watch(() => 3);

        Pass(60, () => _feed.PublishGap(new Gap()));

        Assert.True(_pulse.IsAlive);
    }

    [Fact]
    public void IsAlive_WindowsWaitAndNothingIsPublished_IsNotAfterAWhile()
    {
        _pulse.Watch(() => 1);

        Pass(5, () => { });
        Assert.True(_pulse.IsAlive);
        Pass(5, () => { });
        Assert.False(_pulse.IsAlive);
    }

    [Fact]
    public void IsAlive_HeartbeatsStop_IsNotAfterAWhile()
    {
        _time.Advance(10 * Beat);

        Assert.False(_pulse.IsAlive);
    }

    private void Pass(int beats, Action meanwhile)
    {
        for (var beat = 0; beat < beats; beat++)
        {
            _time.Advance(Beat);
            meanwhile();
            _pulse.Look();
        }
    }
}
