using System.Diagnostics.Metrics;
using LiveGenre.Core.Features;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.DependencyInjection;

namespace LiveGenre.Daemon.Tests.Pipeline;

public sealed class WindowQueueTests : IDisposable
{
    private static readonly TimeSpan Hop = TimeSpan.FromSeconds(2);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ManualTime _time = new();
    private readonly AnalysisWindowPool _pool = new(new WindowShape(2, 3, 1, 1));
    private readonly WindowQueue _queue;
    private readonly MonitoredSource _fm = NewSource("fm");
    private readonly MonitoredSource _web = NewSource("web");

    public WindowQueueTests() => _queue = NewQueue(Hop);

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Write_MoreThanTheSourcesShare_DropsItsOwnOldestAndCountsIt()
    {
        Write(_fm, 1);
        for (var start = 1; start <= 34; start++)
        {
            Write(_web, start);
        }

        // Two sources share room for 64.
        Assert.Equal((0, 2), (_fm.Status.DroppedWindowCount, _web.Status.DroppedWindowCount));
        Assert.Equal((2, 0), (_web.TakeDroppedWindows(), _web.TakeDroppedWindows()));
        Assert.Equal([("fm", 1), ("web", 3), ("web", 4)], TakeWindows().Take(3));
    }

    [Fact]
    public void Write_ABurst_WidensNothingAndLosesNothing()
    {
        for (var start = 0; start < 20; start++)
        {
            Write(_fm, start);
        }

        Assert.Equal((1, 0), (_fm.Waiting.Pace.Stride, _fm.Status.DroppedWindowCount));
        Assert.Equal(20, TakeWindows().Count);
    }

    [Fact]
    public void Write_OneSourceFloods_TheOthersWindowsAreTakenAsEver()
    {
        for (var second = 0; second < 100; second += 2)
        {
            for (var i = 0; i < 50; i++)
            {
                Write(_web, (100 * second) + i);
            }
            Write(_fm, second);

            // Two windows in each 2 s are all that the model can take.
            Assert.Equal(["fm", "web"], new[] { Take().Source.Id, Take().Source.Id }.Order());
            _time.Advance(Hop);
        }

        Assert.Equal((0, 1), (_fm.Status.DroppedWindowCount, _fm.Waiting.Pace.Stride));
        Assert.Equal(8, _web.Waiting.Pace.Stride);
        Assert.InRange(_web.Status.DroppedWindowCount, 2_300, 2_450);
    }

    [Fact]
    public void Write_WindowsAreDropped_NeverLosesAGapOrAnEndAndKeepsTheOrder()
    {
        var gap = new StreamGap(10, 20, Gap.Types.Reason.Overrun);
        Write(_fm, 1);
        _queue.Writer.TryWrite(new StreamItem(_fm, Gap: gap));
        for (var start = 2; start <= 65; start++)
        {
            Write(_fm, start);
        }
        _queue.Writer.TryWrite(new StreamItem(_fm));

        Assert.Equal(1, _fm.Status.DroppedWindowCount);
        Assert.Equal(gap, Take().Gap);
        Assert.Equal(Enumerable.Range(2, 64), Enumerable.Range(2, 64).Select(_ => (int)Take().Window!.Start));
        Assert.True(Take().IsEnd);
        Assert.False(_queue.TryTake(out _));
    }

    [Fact]
    public async Task WaitAsync_ItemsThenTheEnd_GivesTheItemsFirst()
    {
        Write(_fm, 1);
        _queue.Writer.Complete();

        Assert.True(await _queue.WaitAsync());
        Assert.Equal([("fm", 1)], TakeWindows());
        Assert.False(await _queue.WaitAsync());
    }

    [Fact]
    public async Task WaitAsync_AfterAWakeWithoutItems_ReturnsOnce()
    {
        _queue.Wake();

        Assert.True(await _queue.WaitAsync());
        Assert.False(_queue.TryTake(out _));
        Assert.False(_queue.WaitAsync().AsTask().IsCompleted);
    }

    /// <summary>A model that takes a window each 5 s, over twice as long as a hop, and later one that takes them as they come.</summary>
    [Fact]
    public void Write_TheModelIsTooSlowForAWhile_HopsWidenNothingIsDroppedAndAllComesBack()
    {
        var cutter = new WindowCutter(windowFrames: 172, hopFrames: 86) { Phase = _fm.Waiting.Pace.Phase };
        var taken = new List<(long Start, int Stride)>();
        for (var second = 0; second < 600; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            while (true)
            {
                cutter.Stride = _fm.Waiting.Pace.Stride;
                if (!cutter.TryNext(43 * second, out var frame))
                {
                    break;
                }
                Write(_fm, (int)frame, (int)((cutter.NextStart - frame) / 86));
            }
            var isSlow = second < 120;
            while ((!isSlow || second % 5 == 0) && _queue.TryTake(out var item))
            {
                taken.Add((item.Window!.Start, item.Window.Stride));
                if (isSlow)
                {
                    break;
                }
            }
        }

        Assert.Equal(0, _fm.Status.DroppedWindowCount);
        Assert.InRange(taken.Max(w => w.Stride), 4, 8);
        Assert.Equal(1, taken[^1].Stride);
        // What each window says of the next one is so, and all lie on the grid of the hop.
        Assert.All(taken.Zip(taken.Skip(1)), pair => Assert.Equal(pair.First.Start + (pair.First.Stride * 86), pair.Second.Start));
    }

    /// <summary>Twenty sources have room for five windows each, 2.5 s of them, and the model takes 24 windows a second where 40 come.</summary>
    [Fact]
    public void Write_ShortHopsOfManySources_HopsWidenBeforeAnythingIsDropped()
    {
        var hop = TimeSpan.FromSeconds(0.5);
        var queue = NewQueue(hop);
        var sources = Enumerable.Range(0, 20)
            .Select(i => (Source: NewSource($"{i}"), Cutter: new WindowCutter(windowFrames: 20, hopFrames: 20), Late: i)).ToList();
        for (var frame = 0; frame < 60 * 40; frame++) // a minute of frames of 25 ms
        {
            _time.Advance(hop / 20);
            foreach (var (source, cutter, late) in sources)
            {
                cutter.Stride = source.Waiting.Pace.Stride;
                if (cutter.TryNext(frame - late, out var start))
                {
                    Write(source, (int)start, (int)((cutter.NextStart - start) / 20), queue);
                }
            }
            if (frame % 5 < 3 && queue.TryTake(out var item))
            {
                item.Window!.Dispose();
            }
        }

        Assert.Equal(0, sources.Sum(s => s.Source.Status.DroppedWindowCount));
        Assert.Contains(sources, s => s.Source.Waiting.Pace.Stride > 1);
    }

    private WindowQueue NewQueue(TimeSpan hop) => new(hop, new PipelineMetrics(_services.GetRequiredService<IMeterFactory>()), _time);

    private void Write(MonitoredSource source, int start, int stride = 1, WindowQueue? queue = null)
    {
        var window = _pool.Rent();
        (window.Start, window.Stride) = (start, stride);
        (queue ?? _queue).Writer.TryWrite(new StreamItem(source, window));
    }

    private StreamItem Take() => _queue.TryTake(out var item) ? item : throw new InvalidOperationException("Nothing waits.");

    private List<(string, int)> TakeWindows()
    {
        var windows = new List<(string, int)>();
        while (_queue.TryTake(out var item))
        {
            windows.Add((item.Source.Id, (int)item.Window!.Start));
        }
        return windows;
    }

    private static MonitoredSource NewSource(string id) => new(
        new SourceOptions { Id = id }, new ScriptedSource(), new CaptureOptions(), 22_050,
        new SourceFeed(new(id, id, "scripted", "model", ["jazz"], TimeSpan.FromSeconds(4), Hop), new(), 1, TimeProvider.System));
}
