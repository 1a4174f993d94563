using System.Threading.Channels;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Evidence;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>
/// Joins the stages: each source has its capture and its front end, and all share inference, decisions and publishing.
/// Sources come and go while it runs. On shutdown capture stops first and what is on its way is drained.
/// </summary>
internal sealed class LivePipeline(
    SourceSet sources,
    LiveModel model,
    ModelHealth health,
    PipelinePulse pulse,
    HistoryBacklog history,
    LiveGenreOptions options,
    PipelineMetrics metrics,
    EvidenceRecorder evidence,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<LivePipeline> logger) : BackgroundService
{
    /// <summary>Windows that may wait between the stages behind inference.</summary>
    private const int StageQueueLength = 64;

    private readonly Lock _gate = new();
    private readonly List<SourceRun> _runs = [];
    private readonly TaskCompletionSource<Flow> _flow = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isStopping;

    /// <summary>Whether a stage has failed, and the daemon ends because of it.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Completes when every source there is has ended for good, and what it brought is published.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Takes a source in and begins to listen to it.</summary>
    /// <exception cref="InvalidOperationException">The daemon is shutting down.</exception>
    public async Task AddAsync(MonitoredSource source)
    {
        var flow = await _flow.Task;
        sources.Add(source);
        try
        {
            Start(source, flow);
        }
        catch (InvalidOperationException)
        {
            sources.Remove(source);
            throw;
        }
    }

    /// <summary>Goes on with other settings of the same source.</summary>
    /// <param name="old">Ends first; what it has heard is published.</param>
    /// <param name="options">Its settings from now on.</param>
    /// <param name="audio">Its sound from now on.</param>
    /// <exception cref="InvalidOperationException">The daemon is shutting down.</exception>
    public async Task ReplaceAsync(MonitoredSource old, SourceOptions options, Capture.IAudioSource audio)
    {
        var flow = await _flow.Task;
        await StopAsync(old);
        var next = old.With(options, audio);
        sources.Replace(old, next);
        next.Feed.Describe(next.DescriptionUnder(model.Current));
        next.Feed.ChangeState(Protocol.V1.SourceState.Starting, "The settings were changed.");
        Start(next, flow);
    }

    /// <summary>Stops listening to a source, publishes what it has heard, and takes it out.</summary>
    public async Task RemoveAsync(MonitoredSource source)
    {
        await _flow.Task;
        await StopAsync(source);
        sources.Remove(source);
        EndIfAllHave();
    }

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _flow.TrySetException(ShuttingDown()); // where it never began: nobody shall wait for that
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abandon = new CancellationTokenSource();
        // The host stops this service after the server, and a client that does not read may hold that up for long.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        metrics.ObserveModel(() => health.State.IsFailing ? 1 : 0);
        metrics.ObserveSources(sources.Feeds);
        var shape = model.Current.Shape;
        var queue = new WindowQueue(options.Windowing.Hop, metrics, time);
        var classified = Channel.CreateBounded<StreamItem>(StageQueueLength);
        var decided = Channel.CreateBounded<DecidedItem>(StageQueueLength);
        pulse.Watch(() => queue.WaitingWindows + classified.Reader.Count + decided.Reader.Count);

        var classify = new ClassifyStage(model, sources, health, metrics, time, logger).RunAsync(queue, classified.Writer, abandon.Token);
        var decide = new DecideStage((labels, sound) => new DecisionTrack(shape, labels, sound, options.Decisions, model.Current.Manifest))
            .RunAsync(classified.Reader, decided.Writer, abandon.Token);
        var publish = new PublishStage(history, model.Current.HopSamples, evidence, metrics, time, logger).RunAsync(decided.Reader);
        StartAll(new Flow(queue, new AnalysisWindowPool(shape), stop.Token, abandon.Token));

        try
        {
            await FirstFailureOr(WhenCancelled(stop.Token), _broken.Task, classify, decide, publish);
            var stages = Task.WhenAll(classify, decide, publish);
            var drained = DrainAsync(queue, stages);
            if (await Task.WhenAny(drained, Task.Delay(options.Serving.DrainTimeout, time, CancellationToken.None)) != drained)
            {
                logger.DrainTimedOut(options.Serving.DrainTimeout);
                await abandon.CancelAsync();
            }
            await stages; // a capture that never lets go is not waited for
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            HasFailed = true;
            logger.StageFailed(error);
            await abandon.CancelAsync();
            lifetime.StopApplication();
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private void StartAll(Flow flow)
    {
        foreach (var source in sources.All)
        {
            Start(source, flow);
        }
        _flow.TrySetResult(flow);
        if (sources.All.Count == 0)
        {
            _ended.TrySetResult();
        }
    }

    private void Start(MonitoredSource source, Flow flow)
    {
        lock (_gate)
        {
            if (_isStopping)
            {
                throw ShuttingDown();
            }
            metrics.Begin(source.Id);
            var stop = CancellationTokenSource.CreateLinkedTokenSource(flow.Stop);
            var run = new SourceRun(source, stop, RunAsync(source, flow, stop.Token));
            _runs.Add(run);
            _ = FollowEndAsync(run);
        }
    }

    private async Task RunAsync(MonitoredSource source, Flow flow, CancellationToken stop)
    {
        var extractor = new WindowExtractor(model.Current.Manifest, flow.Pool.Shape, options.Decisions.Silence, source.Waiting.Pace.Phase);
        extractor.SkipTo(source.Buffer.Written); // where it goes on under other settings
        var frontEnd = new FrontEndStage(source, extractor, flow.Pool); // before anything is captured
        try
        {
            await Task.WhenAll(
                new CaptureStage(source, extractor.ReadEnds, options.Capture, metrics, time, logger).RunAsync(stop),
                frontEnd.RunAsync(flow.Queue.Writer, flow.Abandon));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _broken.TrySetException(error);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task FollowEndAsync(SourceRun run)
    {
        await run.Source.Drained;
        if (!run.Stop.IsCancellationRequested) // else it was asked to, and may go on under other settings
        {
            EndIfAllHave();
        }
    }

    private void EndIfAllHave()
    {
        if (sources.All.All(s => s.Drained.IsCompleted))
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>Ends one source's capture and waits, for as long as a shutdown may take, until what it brought is published.</summary>
    private async Task StopAsync(MonitoredSource source)
    {
        SourceRun run;
        lock (_gate)
        {
            run = _runs.Single(r => r.Source == source);
        }
        await run.Stop.CancelAsync();
        try
        {
            await Task.WhenAll(run.Captured, source.Drained).WaitAsync(options.Serving.DrainTimeout, time);
        }
        catch (TimeoutException)
        {
            logger.SourceDrainTimedOut(source.Id, options.Serving.DrainTimeout);
        }
        lock (_gate)
        {
            _runs.Remove(run);
        }
        run.Stop.Dispose();
    }

    private async Task DrainAsync(WindowQueue queue, Task stages)
    {
        await Task.WhenAll(BeginStop());
        queue.Writer.Complete();
        await stages;
    }

    private static InvalidOperationException ShuttingDown() => new("The daemon is shutting down.");

    private List<Task> BeginStop()
    {
        lock (_gate)
        {
            _isStopping = true;
            return _runs.ConvertAll(r => r.Captured);
        }
    }

    private static async Task WhenCancelled(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(() => cancelled.TrySetResult());
        await cancelled.Task;
    }

    /// <summary>Waits for the first task, unless one of the others fails before it is done.</summary>
    private static async Task FirstFailureOr(Task whole, params Task[] others)
    {
        var running = others.ToList();
        while (!whole.IsCompleted && running.Count > 0)
        {
            var done = await Task.WhenAny([whole, .. running]);
            await done;
            running.Remove(done);
        }
        await whole;
    }

    /// <summary>What the sources of one run share.</summary>
    private sealed record Flow(WindowQueue Queue, AnalysisWindowPool Pool, CancellationToken Stop, CancellationToken Abandon);

    /// <summary>A source that is listened to.</summary>
    private sealed record SourceRun(MonitoredSource Source, CancellationTokenSource Stop, Task Captured);
}
