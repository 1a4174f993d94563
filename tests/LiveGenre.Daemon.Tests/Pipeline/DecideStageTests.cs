using System.Diagnostics.Metrics;
using System.Threading.Channels;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Evidence;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveGenre.Daemon.Tests.Pipeline;

/// <summary>From classified windows to what history is told, through the two stages that lie between.</summary>
public sealed class DecideStageTests : IDisposable
{
    private const int Hop = 11 * 512; // a quarter of a second: many windows overlap
    private const int Window = (171 * 512) + 2_048;

    private static readonly ModelManifest Manifest = ModelBundle.Load(ModelFolder.Find("models/livegenre-1")).Manifest;
    private static readonly LiveGenreOptions Options = new() { Windowing = new() { Hop = TimeSpan.FromSeconds(0.25) } };
    private static readonly WindowShape Shape = WindowShape.For(Manifest, Options.Windowing.Hop);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ManualTime _time = new();
    private readonly AnalysisWindowPool _pool = new(Shape);
    private readonly HistoryBacklog _history = new();
    private readonly MonitoredSource _source;

    public DecideStageTests()
    {
        var feed = new SourceFeed(
            new("fm", "FM", "scripted", "model", Manifest.GenreHead.Labels, TimeSpan.FromSeconds(4), Options.Windowing.Hop), new(), 1, _time);
        _source = new MonitoredSource(new SourceOptions { Id = "fm", Address = "scripted" }, new ScriptedSource(), new CaptureOptions(), TestAudio.SampleRateHz, feed);
        _source.Clock.Observe(0, _time.GetUtcNow());
    }

    [Fact]
    public async Task Run_AnotherModelWhileSoundGoesOn_SegmentsLieEndToEndAndNothingIsHeardTwice()
    {
        using var next = ServedModel.Of(new SilentClassifier(), Options);

        await Run([.. Windows(0, 20), new StreamItem(_source, Model: next), .. Windows(20, 40), new StreamItem(_source)]);

        var batch = _history.Take();
        Assert.Equal([(0, Hop), (Hop, 20 * Hop), (20 * Hop, 21 * Hop), (21 * Hop, (39 * Hop) + Window)], batch.Segments.Select(Positions));
        Assert.Equal((39 * Hop) + Window, Heard(batch));
    }

    [Fact]
    public async Task Run_WindowThatTheModelFailedOn_LeavesAHopOutAndHearsNothingTwice()
    {
        var end = (20L * Hop) + Window;
        var gap = new StreamGap(end - Hop, end, Gap.Types.Reason.ModelFailure);

        await Run([.. Windows(0, 20), new StreamItem(_source, Gap: gap), .. Windows(21, 40), new StreamItem(_source)]);

        var batch = _history.Take();
        Assert.Equal([(0, Hop), (Hop, 20 * Hop), (21 * Hop, 22 * Hop), (22 * Hop, (39 * Hop) + Window)], batch.Segments.Select(Positions));
        Assert.Equal((38 * Hop) + Window, Heard(batch));
    }

    public void Dispose() => _services.Dispose();

    private IEnumerable<StreamItem> Windows(int first, int end) => Enumerable.Range(first, end - first).Select(number =>
    {
        var window = _pool.Rent();
        (window.Start, window.End, window.Stride) = (number * Hop, (number * Hop) + Window, 1);
        window.Use(LabelMap.Identity(Manifest.GenreHead.Labels));
        window.Posterior[0] = window.ActivityPosterior[0] = 1;
        return new StreamItem(_source, window);
    });

    private (int Start, int End) Positions(SegmentRecord segment) => (Position(segment.Interval.Start), Position(segment.Interval.End));

    private int Position(DateTimeOffset time) => (int)Math.Round((time - _time.GetUtcNow()).TotalSeconds * TestAudio.SampleRateHz);

    private static int Heard(HistoryBatch batch) => (int)Math.Round(batch.Airtime.Sum(a => a.Duration.TotalSeconds) * TestAudio.SampleRateHz);

    private async Task Run(StreamItem[] items)
    {
        var (classified, decided) = (Channel.CreateUnbounded<StreamItem>(), Channel.CreateUnbounded<DecidedItem>());
        Array.ForEach(items, item => classified.Writer.TryWrite(item));
        classified.Writer.Complete();
        var meters = _services.GetRequiredService<IMeterFactory>();
        var evidence = new EvidenceRecorder(new(), new EvidenceFolder("none", 1), new EvidenceMetrics(meters), _time, NullLogger<EvidenceRecorder>.Instance);
        await new DecideStage((labels, sound) => new DecisionTrack(Shape, labels, sound, Options.Decisions, Manifest))
            .RunAsync(classified.Reader, decided.Writer, CancellationToken.None);
        await new PublishStage(_history, Hop, evidence, new PipelineMetrics(meters), _time, NullLogger.Instance).RunAsync(decided.Reader);
    }

    private sealed class SilentClassifier : IGenreClassifier
    {
        public ModelManifest Manifest => DecideStageTests.Manifest;

        public int MaxBatch => 1;

        public void Classify(ReadOnlySpan<float> windows, int count, Span<float> genre, Span<float> activity, Span<float> sound)
        {
        }

        public void Dispose()
        {
        }
    }
}
