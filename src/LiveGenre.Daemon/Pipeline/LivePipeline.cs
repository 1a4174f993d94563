using System.Threading.Channels;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Evidence;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Onnx.Classification;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>
/// Joins the stages: each source has its capture and its front end, and all share inference, decisions and publishing.
/// On shutdown capture stops first and what is on its way is drained.
/// </summary>
internal sealed class LivePipeline(
    SourceSet sourceSet,
    IGenreClassifier classifier,
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

    /// <summary>Windows of one source that may wait for inference: two hops' worth before the oldest is dropped.</summary>
    private const int QueuedWindowsPerSource = 2;

    /// <summary>Whether a stage has failed, and the daemon ends because of it.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether every source has ended for good.</summary>
    public Task Ended => _ended.Task;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abandon = new CancellationTokenSource();
        // The host stops this service after the server, and a client that does not read may hold that up for long.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var shape = WindowShape.For(classifier.Manifest, options.Windowing.Hop);
        var pool = new AnalysisWindowPool(shape);
        var queue = new WindowQueue(Math.Max(StageQueueLength, QueuedWindowsPerSource * sourceSet.Sources.Count), metrics);
        var classified = Channel.CreateBounded<StreamItem>(StageQueueLength);
        var decided = Channel.CreateBounded<DecidedItem>(StageQueueLength);
        var messages = new EventMessages(classifier.Manifest.GenreHead.Labels);

        var classify = new ClassifyStage(classifier, shape, metrics, time).RunAsync(queue, classified.Writer, abandon.Token);
        var decide = new DecideStage(() => new DecisionTrack(shape, options.Decisions, classifier.Manifest)).RunAsync(classified.Reader, decided.Writer, abandon.Token);
        var hop = (long)shape.HopFrames * classifier.Manifest.FrontEnd.HopLength;
        var publish = new PublishStage(messages, history, hop, evidence, metrics, time, logger).RunAsync(decided.Reader, abandon.Token);
        var capture = Task.WhenAll(sourceSet.Sources.Select(s => RunSourceAsync(s, shape, pool, queue.Writer, stop.Token, abandon.Token)));

        try
        {
            await FirstFailureOr(capture, classify, decide, publish);
            queue.Writer.Complete();
            var drained = Task.WhenAll(classify, decide, publish);
            if (await Task.WhenAny(drained, Task.Delay(options.Serving.DrainTimeout, time, CancellationToken.None)) != drained)
            {
                logger.DrainTimedOut(options.Serving.DrainTimeout);
                await abandon.CancelAsync();
            }
            await drained;
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

    private Task RunSourceAsync(
        MonitoredSource source, WindowShape shape, AnalysisWindowPool pool, ChannelWriter<StreamItem> queue,
        CancellationToken stop, CancellationToken abandon)
    {
        var extractor = new WindowExtractor(classifier.Manifest, shape, options.Decisions.Silence);
        return Task.WhenAll(
            new CaptureStage(source, options.Capture, metrics, time, logger).RunAsync(stop),
            new FrontEndStage(source, extractor, pool).RunAsync(queue, abandon));
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
}
