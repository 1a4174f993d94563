using System.Diagnostics.Metrics;
using System.Threading.Channels;
using LiveGenre.Capture.Tests.Support;
using LiveGenre.Core.Decisions;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Evidence;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveGenre.Daemon.Tests.Pipeline;

public sealed class PublishStageTests : IDisposable
{
    private const int Change = 12 * TestAudio.SampleRateHz;

    private static readonly LabelMap Labels = LabelMap.Identity(["rock", "jazz"]);

    private readonly ManualTime _time = new();
    private readonly TemporaryFolder _temporary = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly AnalysisWindowPool _pool = new(new WindowShape(MelBands: 1, Frames: 1, HopFrames: 1, Labels: 2));
    private readonly MonitoredSource _source;
    private readonly EvidenceFolder _folder;
    private readonly EvidenceRecorder _recorder;
    private readonly HistoryBacklog _history = new();

    public PublishStageTests()
    {
        var evidence = new EvidenceOptions { Enabled = true };
        var feed = new SourceFeed(
            new("fm", "FM", "scripted", "model", ["rock", "jazz"], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2)), new(), 1, _time);
        _source = new MonitoredSource(
            new SourceOptions { Id = "fm" }, new ScriptedSource(), new CaptureOptions(), TestAudio.SampleRateHz, feed, evidence.BufferDuration);
        _source.Clock.Observe(0, _time.GetUtcNow());
        _source.Buffer.Write(TestAudio.Chord(TimeSpan.FromSeconds(18)));
        _folder = new EvidenceFolder(_temporary.At("evidence"), evidence.MaxBytes);
        _recorder = new EvidenceRecorder(
            evidence, _folder, new EvidenceMetrics(Meters), _time, NullLogger<EvidenceRecorder>.Instance);
    }

    private IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    [Fact]
    public async Task Run_DecisionChanges_HasTheSoundAroundItKept()
    {
        await Run(Decided(labelBefore: 0, label: 1));

        var clip = Assert.Single(_folder.List()).Clip;
        Assert.Equal(("fm", "rock", "jazz"), (clip.SourceId, clip.PreviousLabel, clip.Label));
        Assert.Equal(_time.GetUtcNow().AddSeconds(12), clip.Change);
        Assert.Equal(TimeSpan.FromSeconds(15), clip.Length);
    }

    [Fact]
    public async Task Run_OnlyTheActivityChangesOrAGapEndsTheSegment_KeepsNoSound()
    {
        var gap = new StreamGap(Change, Change + 100, Gap.Types.Reason.Overrun);

        await Run(
            Decided(labelBefore: 1, label: 1),
            new DecidedItem(new StreamItem(_source, Gap: gap), Labels, Segment(1), null, false));

        Assert.Empty(_folder.List());
    }

    [Fact]
    public async Task Run_WindowThenGap_GivesHistoryAllThatWasHeard()
    {
        var gap = new StreamGap(Change, Change + 100, Gap.Types.Reason.Overrun);

        await Run(
            Decided(labelBefore: 0, label: 1),
            new DecidedItem(new StreamItem(_source, Gap: gap), Labels, Segment(1), null, false));

        var batch = _history.Take();
        var window = Assert.Single(batch.Windows);
        Assert.Equal(("fm", "jazz", _time.GetUtcNow().AddSeconds(12)), (window.SourceId, window.Label, window.Interval.Start));
        Assert.Equal(["rock", "jazz"], batch.Segments.Select(s => s.Label));
        Assert.Equal(["fm"], batch.ClosedSources);
        // A hop of 2 s, and at the gap the rest of the window's 4 s.
        Assert.Equal(TimeSpan.FromSeconds(4), TimeSpan.FromTicks(batch.Airtime.Sum(a => a.Duration.Ticks)));
    }

    [Fact]
    public async Task Run_WindowsComeFurtherApart_IsAnnouncedBeforeTheFirstAndTakenBackBeforeTheNext()
    {
        var (_, subscription) = _source.Feed.Subscribe(new() { Updates = Updates.Changes }, null);
        var windows = new[] { 1, 4, 4, 1 }.Select(stride =>
        {
            var decided = Decided(labelBefore: 1, label: 1);
            decided.Item.Window!.Stride = stride;
            return decided with { Closed = null };
        });

        await Run([.. windows]);

        Assert.Equal(["window 2", "2 to 8", "window 8", "window 8", "8 to 2", "window 2"], Hops(subscription));
        Assert.Equal(2, _source.Feed.GetSnapshot().Source.CurrentHopDuration.Seconds);
        // Of 8 s between windows of 4 s, 4 s were heard.
        Assert.Equal([2.0, 4, 4, 2], _history.Take().Windows.Select(w => w.Heard.Duration.TotalSeconds));
    }

    [Fact]
    public async Task Run_SourceEndsWhileWindowsAreFurtherApart_SaysThatWhatFollowsIsAsSet()
    {
        var (_, subscription) = _source.Feed.Subscribe(new() { Updates = Updates.Changes }, null);
        var decided = Decided(labelBefore: 1, label: 1) with { Closed = null };
        decided.Item.Window!.Stride = 4;

        await Run(decided, new DecidedItem(new StreamItem(_source), Labels, null, null, false));

        Assert.Equal(["2 to 8", "window 8", "8 to 2"], Hops(subscription));
        var source = _source.Feed.GetSnapshot().Source;
        Assert.Equal((2L, _time.GetUtcNow().AddSeconds(18)), (source.CurrentHopDuration.Seconds, source.HopChangeTime.ToDateTimeOffset()));
    }

    [Fact]
    public async Task Run_Window_MeasuresItsLatencyWhateverTheSystemClockIsSetTo()
    {
        var latencies = new List<double>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Name == "livegenre.window.latency" && instrument.Meter.Scope == Meters) { l.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => latencies.Add(value));
        listener.Start();
        var decided = Decided(labelBefore: 1, label: 1);
        decided.Item.Window!.RecordedAt = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(30));
        _time.StepWallClock(TimeSpan.FromHours(-1));

        await Run(decided);

        Assert.Equal([0.03], latencies);
    }

    public void Dispose()
    {
        _services.Dispose();
        _temporary.Dispose();
    }

    /// <summary>Hops that a subscription was told, s.</summary>
    private static List<string> Hops(Subscription subscription)
    {
        var hops = new List<string>();
        while (subscription.Events.TryRead(out var item))
        {
            var response = WatchGenreResponse.Parser.ParseFrom(item.Event.Message.Payload.Span);
            hops.Add(response.EventCase == WatchGenreResponse.EventOneofCase.Window
                ? $"window {response.Window.HopDuration.Seconds}"
                : $"{response.HopChange.PreviousHopDuration.Seconds} to {response.HopChange.HopDuration.Seconds}");
        }
        return hops;
    }

    private DecidedItem Decided(int labelBefore, int label)
    {
        var window = _pool.Rent();
        (window.Start, window.End) = (Change, Change + (4 * TestAudio.SampleRateHz));
        window.Use(Labels);
        window.Activity = Core.Decisions.Activity.Music;
        window.Decision = new DecisionState(label, 0.9f, Change, 0.5f);
        return new(new StreamItem(_source, window), Labels, Segment(labelBefore), Segment(label), IsChange: true);
    }

    private static DecisionSegment Segment(int label) => new(label, Core.Decisions.Activity.Music, 0, Change, 0.9f, 3);

    private async Task Run(params DecidedItem[] items)
    {
        var input = Channel.CreateUnbounded<DecidedItem>();
        foreach (var item in items)
        {
            input.Writer.TryWrite(item);
        }
        input.Writer.Complete();
        await new PublishStage(_history, 2 * TestAudio.SampleRateHz, _recorder, new PipelineMetrics(Meters), _time, NullLogger.Instance)
            .RunAsync(input.Reader);
        _recorder.KeepDue();
    }
}
