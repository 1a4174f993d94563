using System.Threading.Channels;
using LiveGenre.Core.Audio;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Pipeline;

public sealed class FrontEndStageTests
{
    private const int Hop = 86 * 512;
    private const int Window = (171 * 512) + 2_048;

    private static readonly ModelManifest Manifest = ModelBundle.Load(ModelFolder.Find("models/livegenre-1")).Manifest;
    private static readonly WindowShape Shape = WindowShape.For(Manifest, TimeSpan.FromSeconds(2));

    private readonly AnalysisWindowPool _pool = new(Shape);
    private readonly Channel<StreamItem> _items = Channel.CreateUnbounded<StreamItem>();
    private readonly MonitoredSource _source;

    public FrontEndStageTests()
        : this(kept: default)
    {
    }

    private FrontEndStageTests(TimeSpan kept)
    {
        var feed = new SourceFeed(
            new("fm", "FM", "scripted", "model", ["jazz"], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2)), new(), 1, TimeProvider.System);
        _source = new MonitoredSource(new SourceOptions { Id = "fm" }, new ScriptedSource(),
            new CaptureOptions { BufferDuration = TimeSpan.FromSeconds(20) }, TestAudio.SampleRateHz, feed, kept);
    }

    [Fact]
    public async Task Run_TenSeconds_GivesAWindowEveryHopAndTheEnd()
    {
        Write(TestAudio.Chord(TimeSpan.FromSeconds(10)));

        var items = await Run();

        Assert.Equal([0, Hop, 2 * Hop], items.Where(i => i.Window is not null).Select(i => i.Window!.Start));
        Assert.All(items.Where(i => i.Window is not null), i => Assert.Equal(Window, i.Window!.End - i.Window.Start));
        Assert.True(items[^1].IsEnd);
    }

    [Fact]
    public async Task Run_AnyBlockSplit_GivesTheSameWindows()
    {
        var audio = TestAudio.Chord(TimeSpan.FromSeconds(7));
        var other = new FrontEndStageTests();
        Write(audio);
        foreach (var part in audio.Chunk(777))
        {
            other.Write(part);
        }

        var (whole, split) = (await Run(), await other.Run());

        Assert.Equal(whole.Select(i => i.Window?.Mel), split.Select(i => i.Window?.Mel));
    }

    [Fact]
    public async Task Run_GapInTheStream_NoWindowReachesAcrossIt()
    {
        Write(TestAudio.Chord(TimeSpan.FromSeconds(5)));
        var start = _source.Buffer.Written;
        var end = start + 50_000;
        _source.Buffer.SkipTo(end);
        _source.Marks.Writer.TryWrite(new StreamMark(end, 0, 0, new StreamGap(start, end, Gap.Types.Reason.Overrun)));
        Write(TestAudio.Chord(TimeSpan.FromSeconds(7)));

        var items = await Run();

        var at = items.FindIndex(i => i.Gap is not null);
        Assert.Equal(new StreamGap(start, end, Gap.Types.Reason.Overrun), items[at].Gap);
        Assert.All(items[..at], i => Assert.True(i.Window!.End <= start));
        Assert.All(items[(at + 1)..^1], i => Assert.True(i.Window!.Start >= end && i.Window.Start % Hop == 0));
        Assert.True(items.Count > at + 2);
    }

    [Fact]
    public async Task Run_BufferOverwrittenBeforeItWasRead_SaysOverloadAndGoesOn()
    {
        Write(TestAudio.Chord(TimeSpan.FromSeconds(50))); // the buffer holds 20 s

        var items = await Run();

        var gap = items[0].Gap!;
        Assert.Equal((0, Gap.Types.Reason.Overload), (gap.Start, gap.Reason));
        Assert.All(items[1..^1], i => Assert.True(i.Window!.Start >= gap.End));
        Assert.True(items.Count > 3);
    }

    [Fact]
    public async Task Run_BufferOverwrittenManyTimesOver_IsOneGapNotOneASample()
    {
        foreach (var part in TestAudio.Chord(TimeSpan.FromSeconds(50)).Chunk(TestAudio.SampleRateHz / 20))
        {
            Write(part); // a mark each, the oldest of them far behind the buffer
        }

        var items = await Run();

        Assert.Single(items, i => i.Gap is not null);
    }

    [Fact]
    public async Task Run_BufferThatKeepsMoreThanMayWait_GivesUpWhatIsTooOld()
    {
        var other = new FrontEndStageTests(kept: TimeSpan.FromSeconds(100));
        other.Write(TestAudio.Chord(TimeSpan.FromSeconds(50))); // 20 s may wait

        var gap = (await other.Run())[0].Gap!;

        Assert.Equal((0, 40 * TestAudio.SampleRateHz, Gap.Types.Reason.Overload), (gap.Start, gap.End, gap.Reason));
    }

    [Fact]
    public void Buffer_ShortestThatMayBeSet_StillHoldsWhatPicturesNeed()
    {
        var source = new MonitoredSource(new SourceOptions { Id = "fm" }, new ScriptedSource(),
            new CaptureOptions { BufferDuration = TimeSpan.FromSeconds(0.5) }, TestAudio.SampleRateHz, _source.Feed);

        Assert.Equal((TestAudio.SampleRateHz / 2, 2 * TestAudio.SampleRateHz), (source.MaxBacklog, source.Buffer.Capacity));
    }

    [Fact]
    public async Task Run_QuietThenLoud_MeasuresTheLevelAndDecidesSilence()
    {
        Write(new float[5 * TestAudio.SampleRateHz]);
        Write([.. Enumerable.Repeat(0.5f, 7 * TestAudio.SampleRateHz)], clipped: 3);

        var windows = (await Run()).Where(i => i.Window is not null).Select(i => i.Window!).ToList();

        Assert.True(windows[0].IsSilent);
        Assert.Equal(AudioLevel.FloorDbfs, windows[0].Level.RmsDbfs);
        Assert.False(windows[^1].IsSilent);
        Assert.Equal(-6.02f, windows[^1].Level.RmsDbfs, 0.01f);
        Assert.Equal(3, windows.Max(w => w.Level.ClippedSampleCount));
    }

    [Fact]
    public async Task Run_SourceThatGoesOnUnderOtherSettings_CountsNoSampleThatWasClippedBefore()
    {
        _source.Status.ClippedTotal = 1_000;
        Write(TestAudio.Chord(TimeSpan.FromSeconds(7)), clipped: 1_003);

        var windows = (await Run()).Where(i => i.Window is not null).Select(i => i.Window!);

        Assert.Equal(3, windows.Max(w => w.Level.ClippedSampleCount));
    }

    [Fact]
    public async Task Run_Windows_TellWhenTheirLastSampleWasRecorded()
    {
        Write(TestAudio.Chord(TimeSpan.FromSeconds(5)), recordedAt: 10);
        Write(TestAudio.Chord(TimeSpan.FromSeconds(2)), recordedAt: 20);

        var windows = (await Run()).Where(i => i.Window is not null);

        Assert.Equal([10, 20], windows.Select(i => i.Window!.RecordedAt));
    }

    private void Write(float[] samples, int clipped = 0, long recordedAt = 0)
    {
        _source.Buffer.Write(samples);
        _source.Marks.Writer.TryWrite(new StreamMark(_source.Buffer.Written, clipped, recordedAt));
    }

    private async Task<List<StreamItem>> Run()
    {
        _source.Marks.Writer.Complete();
        var extractor = new WindowExtractor(Manifest, Shape, new SilenceThresholds());
        await new FrontEndStage(_source, extractor, _pool).RunAsync(_items.Writer, CancellationToken.None);
        _items.Writer.Complete();
        return await _items.Reader.ReadAllAsync().ToListAsync();
    }
}
