using System.Threading.Channels;
using LiveGenre.Core.Decisions;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>Posteriors in, decisions and closed segments out; one track of decisions for each source. Nothing else decides.</summary>
internal sealed class DecideStage(Func<LabelMap, SoundManifest?, DecisionTrack> newTrack)
{
    // Not by id: where a driver hangs, the end of a source comes late or never, and it goes on meanwhile under other settings.
    private readonly Dictionary<MonitoredSource, DecisionTrack> _tracks = [];

    public async Task RunAsync(ChannelReader<StreamItem> input, ChannelWriter<DecidedItem> output, CancellationToken stop)
    {
        try
        {
            // Ends with its input, also on a stop; to wait without a token takes no memory.
            await foreach (var item in input.ReadAllAsync(CancellationToken.None))
            {
                await output.WriteAsync(item.Window is { } window ? Decide(item, window) : Break(item), stop);
            }
        }
        finally
        {
            output.Complete();
        }
    }

    private DecidedItem Decide(StreamItem item, AnalysisWindow window)
    {
        if (!_tracks.TryGetValue(item.Source, out var track))
        {
            _tracks.Add(item.Source, track = newTrack(window.Labels, window.SoundOutput));
        }
        window.DroppedBefore = item.Source.TakeDroppedWindows();
        var isChange = track.Decide(window, out var closed);
        return new(item, track.Labels, closed, track.Open, isChange);
    }

    /// <summary>Nothing is stitched together across a gap, from one model to the next, or behind the end.</summary>
    private DecidedItem Break(StreamItem item)
    {
        if (!_tracks.TryGetValue(item.Source, out var track))
        {
            return new(item, null, null, null, false);
        }
        if (item.Gap is null)
        {
            _tracks.Remove(item.Source); // what follows may have other labels
        }
        return new(item, track.Labels, track.Reset(item.SoundGoesOn), null, false);
    }
}

/// <summary>A stream item with what was decided at it.</summary>
/// <param name="Item">The window, gap, model or end.</param>
/// <param name="Labels">What the genres of the segments are called; null where there is none.</param>
/// <param name="Closed">The segment that ended just before it.</param>
/// <param name="Open">The segment that it belongs to.</param>
/// <param name="IsChange">Whether the decision or the activity is new.</param>
internal readonly record struct DecidedItem(StreamItem Item, LabelMap? Labels, DecisionSegment? Closed, DecisionSegment? Open, bool IsChange);
