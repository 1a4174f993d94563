using System.Threading.Channels;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Onnx.Classification;
using LiveGenre.Onnx.Runtime;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>
/// Windows of all sources in, the same windows with posteriors out, as many in one run as wait. Nothing else calls the
/// live classifier, and it is exchanged here, between two runs. A window that the model fails on goes on as a gap.
/// </summary>
internal sealed class ClassifyStage(
    LiveModel model, SourceSet sources, ModelHealth health, PipelineMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly List<StreamItem> _items = [];
    private WindowBatch _batch = new(model.Current.Classifier, model.Current.Shape);

    public async Task RunAsync(WindowQueue input, ChannelWriter<StreamItem> output, CancellationToken stop)
    {
        await Task.Yield(); // leave the caller's thread before the first inference
        model.SwapAsked += input.Wake;
        // One registration, so that each wait goes without the token and takes no memory.
        await using var abandoned = stop.UnsafeRegister(_ => input.Writer.TryComplete(new OperationCanceledException(stop)), null);
        try
        {
            do
            {
                await SwapAsync(output, stop);
                while (Collect(input))
                {
                    Classify();
                    foreach (var item in _items)
                    {
                        await output.WriteAsync(item, stop);
                    }
                    await SwapAsync(output, stop); // here too: under load something always waits
                }
            }
            while (await input.WaitAsync());
        }
        finally
        {
            model.SwapAsked -= input.Wake;
            model.Close();
            output.Complete();
        }
    }

    /// <summary>Exchanges the model; each source's next item tells the stages behind.</summary>
    private async Task SwapAsync(ChannelWriter<StreamItem> output, CancellationToken stop)
    {
        while (model.Swaps.TryRead(out var swap))
        {
            _batch = new WindowBatch(swap.Next.Classifier, swap.Next.Shape);
            model.Replace(swap.Next).Dispose();
            health.Answer(); // it did when it was warmed up
            foreach (var source in sources.All)
            {
                await output.WriteAsync(new StreamItem(source, Model: swap.Next), stop);
            }
            swap.Done.TrySetResult();
        }
    }

    /// <summary>Takes what waits, up to a full batch; silent windows ride along without a place in it.</summary>
    /// <returns>Whether there was anything.</returns>
    private bool Collect(WindowQueue input)
    {
        _items.Clear();
        while (!_batch.IsFull && input.TryTake(out var item))
        {
            _items.Add(item);
            if (item.Window is { } window)
            {
                window.Use(item.Source.LabelsOf(model.Current), model.Current.Manifest.Sound);
                _batch.Add(window);
            }
        }
        return _items.Count > 0;
    }

    private void Classify()
    {
        if (_batch.Count == 0)
        {
            return;
        }
        var (started, count) = (time.GetTimestamp(), _batch.Count);
        try
        {
            _batch.Run();
            health.Answer();
        }
        catch (Exception error) when (IsOfTheModel(error))
        {
            ClassifyEach();
        }
        metrics.Inference(time.GetElapsedTime(started), count);
    }

    /// <summary>A batch that failed once more, window by window: one source's window must not cost the others theirs.</summary>
    private void ClassifyEach()
    {
        _batch.Clear();
        for (var i = 0; i < _items.Count; i++)
        {
            if (_items[i].Window is not { IsSilent: false } window)
            {
                continue;
            }
            try
            {
                _batch.Add(window);
                _batch.Run();
                health.Answer();
            }
            catch (Exception error) when (IsOfTheModel(error))
            {
                _batch.Clear();
                _items[i] = GiveUp(_items[i].Source, window, error);
            }
        }
    }

    private StreamItem GiveUp(MonitoredSource source, AnalysisWindow window, Exception error)
    {
        if (!health.State.IsFailing)
        {
            logger.ModelFailed(model.Current.Manifest.Id, source.Id, error.Message);
        }
        health.Fail(error.Message);
        source.Status.CountFailedWindow();
        metrics.WindowFailed(source.Id);
        using (window)
        {
            // What no earlier window has measured.
            var start = Math.Max(window.Start, window.End - model.Current.HopSamples);
            return new StreamItem(source, Gap: new StreamGap(start, window.End, Gap.Types.Reason.ModelFailure));
        }
    }

    private static bool IsOfTheModel(Exception error) => error is ModelOutputException or OnnxRuntimeException;
}
