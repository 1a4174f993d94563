using System.Diagnostics.Metrics;
using System.Threading.Channels;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveGenre.Daemon.Tests.Pipeline;

public sealed class ClassifyStageTests : IDisposable
{
    private static readonly ModelManifest Manifest = ModelBundle.Load(ModelFolder.Find("models/livegenre-1")).Manifest;
    private static readonly LiveGenreOptions Options = new() { Labels = new Dictionary<string, string> { ["hiphop"] = "Urban" } };

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Channel<StreamItem> _classified = Channel.CreateUnbounded<StreamItem>();
    private readonly ModelHealth _health = new(TimeProvider.System);
    private readonly FailingClassifier _classifier = new(Manifest);
    private readonly LiveModel _model;
    private readonly SourceSet _sources;
    private readonly MonitoredSource _fm;
    private readonly WindowQueue _queue;
    private readonly AnalysisWindowPool _pool;

    public ClassifyStageTests()
    {
        var served = ServedModel.Of(_classifier, Options);
        _model = new LiveModel(served);
        _sources = new SourceSet(Options, _model, _ => new ScriptedSource(), TimeProvider.System);
        _fm = _sources.Make(new SourceOptions { Id = "fm", Address = "scripted" });
        _sources.Add(_fm);
        _queue = new WindowQueue(TimeSpan.FromSeconds(2), Metrics, TimeProvider.System);
        _pool = new AnalysisWindowPool(served.Shape);
    }

    private PipelineMetrics Metrics => new(_services.GetRequiredService<IMeterFactory>());

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Run_WindowThatTheModelFailsOn_IsAGapAndTheOthersAreMeasured()
    {
        Queue(0, 1f);
        Queue(1, FailingClassifier.Poison);
        Queue(2, 1f);

        var items = await RunToTheEnd();

        Assert.Equal([true, false, true], items.Select(i => i.Window is not null));
        var gap = items[1].Gap!;
        Assert.Equal((Gap.Types.Reason.ModelFailure, (1 + 172) * 512L), (gap.Reason, gap.End));
        Assert.Equal(86 * 512, gap.End - gap.Start);
        Assert.Equal(1, _fm.Status.FailedWindowCount);
    }

    [Fact]
    public async Task Run_ModelThatFailsAndRecovers_IsKnownToHealth()
    {
        var states = new List<bool>();
        _health.Changed += state => states.Add(state.IsFailing);
        Queue(0, FailingClassifier.Poison);
        Queue(1, 1f);

        await RunToTheEnd();

        Assert.Equal([true, false], states);
    }

    [Fact]
    public async Task Run_GenresOfAStationsOwnNames_AreTheWindows()
    {
        Queue(0, 1f);

        var window = Assert.Single(await RunToTheEnd()).Window!;

        Assert.Contains("Urban", window.Labels.Names);
        Assert.Equal(window.Labels.Names.Count, window.Posterior.Length);
        Assert.Equal(1, window.Posterior.Sum(), 1e-3);
    }

    [Fact]
    public async Task Run_SwapWhileNothingWaits_TellsEverySourceAndDisposesTheOldModel()
    {
        var next = new FailingClassifier(Manifest with { Id = "next" });
        using var stop = new CancellationTokenSource();
        var running = NewStage().RunAsync(_queue, _classified.Writer, stop.Token);

        await _model.SwapAsync(ServedModel.Of(next, Options), CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
        Queue(0, 1f);
        _queue.Writer.Complete();
        await running;

        var items = await ReadAll();
        Assert.Equal(("fm", "next"), (items[0].Source.Id, items[0].Model!.Manifest.Id));
        Assert.NotNull(items[1].Window);
        Assert.Equal((true, false, 1), (_classifier.IsDisposed, next.IsDisposed, next.Runs));
    }

    [Fact]
    public async Task Run_SwapWhileTheQueueIsNeverEmpty_IsMadeAfterTheBatchThatRuns()
    {
        var next = new FailingClassifier(Manifest with { Id = "next" });
        var swap = Task.CompletedTask;
        _classifier.Running = run =>
        {
            swap = run == 1 ? _model.SwapAsync(ServedModel.Of(next, Options), CancellationToken.None) : swap;
            if (run < 20)
            {
                Queue(run, 1f); // the next waits before this one is done
            }
        };
        Queue(0, 1f);

        var items = await RunToTheEnd();

        await swap;
        Assert.Equal((1, 1), (_classifier.Runs, next.Runs));
        Assert.Equal(["", "next", ""], items.Select(i => i.Model?.Manifest.Id ?? ""));
    }

    [Fact]
    public async Task SwapAsync_AfterThePipelineHasEnded_ChangesNothing()
    {
        await RunToTheEnd();

        await Assert.ThrowsAsync<ChannelClosedException>(() => _model.SwapAsync(ServedModel.Of(_classifier, Options), CancellationToken.None));

        Assert.Same(_classifier, _model.Current.Classifier);
    }

    private ClassifyStage NewStage() => new(_model, _sources, _health, Metrics, TimeProvider.System, NullLogger.Instance);

    private void Queue(int start, float value)
    {
        var window = _pool.Rent();
        (window.Start, window.End, window.IsSilent) = (start * 512L, (start + 172) * 512L, false);
        window.Mel.AsSpan().Fill(value);
        _queue.Writer.TryWrite(new StreamItem(_fm, window));
    }

    private async Task<List<StreamItem>> RunToTheEnd()
    {
        _queue.Writer.Complete();
        await NewStage().RunAsync(_queue, _classified.Writer, CancellationToken.None);
        return await ReadAll();
    }

    private async Task<List<StreamItem>> ReadAll() => await _classified.Reader.ReadAllAsync().ToListAsync();

    /// <summary>A model of which a test says what it cannot take: no real one fails when it is asked to.</summary>
    private sealed class FailingClassifier(ModelManifest manifest) : IGenreClassifier
    {
        public const float Poison = 666;

        public ModelManifest Manifest { get; } = manifest;

        public int MaxBatch => 8;

        public int Runs { get; private set; }

        /// <summary>Called in each run, with its number.</summary>
        public Action<int> Running { get; set; } = _ => { };

        public bool IsDisposed { get; private set; }

        public void Classify(ReadOnlySpan<float> windows, int count, Span<float> genre, Span<float> activity, Span<float> sound)
        {
            if (windows.Contains(Poison))
            {
                throw new ModelOutputException(Manifest.Id, "genre", 0);
            }
            Running(++Runs);
            genre.Fill((float)count / genre.Length);
            activity.Fill((float)count / activity.Length);
        }

        public void Dispose() => IsDisposed = true;
    }
}
