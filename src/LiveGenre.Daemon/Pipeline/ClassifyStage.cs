using System.Threading.Channels;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Onnx.Classification;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>Windows of all sources in, the same windows with posteriors out, as many in one run as wait. Nothing else calls the live classifier.</summary>
internal sealed class ClassifyStage(IGenreClassifier classifier, WindowShape shape, PipelineMetrics metrics, TimeProvider time)
{
    private readonly List<StreamItem> _items = [];
    private readonly WindowBatch _batch = new(classifier, shape);

    public async Task RunAsync(WindowQueue input, ChannelWriter<StreamItem> output, CancellationToken stop)
    {
        await Task.Yield(); // leave the caller's thread before the first inference
        try
        {
            while (await input.Reader.WaitToReadAsync(stop))
            {
                Collect(input);
                Classify();
                foreach (var item in _items)
                {
                    await output.WriteAsync(item, stop);
                }
            }
        }
        finally
        {
            output.Complete();
        }
    }

    /// <summary>Takes what waits, in order, up to a full batch; silent windows ride along without a place in it.</summary>
    private void Collect(WindowQueue input)
    {
        _items.Clear();
        while (input.TryTakeDisplaced(out var displaced))
        {
            _items.Add(displaced);
        }
        while (!_batch.IsFull && input.Reader.TryRead(out var item))
        {
            _items.Add(item);
            if (item.Window is { } window)
            {
                _batch.Add(window);
            }
        }
    }

    private void Classify()
    {
        if (_batch.Count > 0)
        {
            var (started, count) = (time.GetTimestamp(), _batch.Count);
            _batch.Run();
            metrics.Inference(time.GetElapsedTime(started), count);
        }
    }
}
