using System.Diagnostics.Metrics;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.DependencyInjection;

namespace LiveGenre.Daemon.Tests.Pipeline;

public sealed class WindowQueueTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly AnalysisWindowPool _pool = new(new WindowShape(2, 3, 1, 1));

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Write_WhenFull_DropsTheOldestAndCountsItOnItsOwnSource()
    {
        var (queue, fm, web) = (NewQueue(2), NewSource("fm"), NewSource("web"));

        queue.Writer.TryWrite(new StreamItem(fm, Window(1)));
        queue.Writer.TryWrite(new StreamItem(web, Window(2)));
        queue.Writer.TryWrite(new StreamItem(web, Window(3)));

        Assert.Equal((1, 0), (fm.Status.DroppedWindowCount, web.Status.DroppedWindowCount));
        Assert.Equal(1, fm.TakeDroppedWindows());
        Assert.Equal(0, fm.TakeDroppedWindows());
        Assert.True(queue.Reader.TryRead(out var oldest));
        Assert.Equal(2, oldest.Window!.Start);
    }

    [Fact]
    public void Write_WhenFull_NeverLosesAGapOrAnEnd()
    {
        var (queue, fm) = (NewQueue(1), NewSource("fm"));
        var gap = new StreamGap(10, 20, Gap.Types.Reason.Overrun);

        queue.Writer.TryWrite(new StreamItem(fm, Gap: gap));
        queue.Writer.TryWrite(new StreamItem(fm));
        queue.Writer.TryWrite(new StreamItem(fm, Window(1)));

        Assert.True(queue.TryTakeDisplaced(out var first));
        Assert.Equal(gap, first.Gap);
        Assert.True(queue.TryTakeDisplaced(out var second));
        Assert.True(second.IsEnd);
        Assert.Equal(0, fm.Status.DroppedWindowCount);
    }

    private WindowQueue NewQueue(int capacity) =>
        new(capacity, new PipelineMetrics(_services.GetRequiredService<IMeterFactory>()));

    private AnalysisWindow Window(long start)
    {
        var window = _pool.Rent();
        window.Start = start;
        return window;
    }

    private static MonitoredSource NewSource(string id) => new(
        new SourceOptions { Id = id }, new ScriptedSource(), new CaptureOptions(), 22_050,
        new SourceFeed(new(id, id, "scripted", "model", ["jazz"], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2)), new(), 1, TimeProvider.System));
}
