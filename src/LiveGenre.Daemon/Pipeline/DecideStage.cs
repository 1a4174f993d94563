using System.Threading.Channels;
using LiveGenre.Core.Decisions;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>Posteriors in, decisions and closed segments out; one track of decisions for each source. Nothing else decides.</summary>
internal sealed class DecideStage(Func<DecisionTrack> newTrack)
{
    private readonly Dictionary<string, DecisionTrack> _tracks = new(StringComparer.Ordinal);

    public async Task RunAsync(ChannelReader<StreamItem> input, ChannelWriter<DecidedItem> output, CancellationToken stop)
    {
        try
        {
            await foreach (var item in input.ReadAllAsync(stop))
            {
                if (!_tracks.TryGetValue(item.Source.Id, out var track))
                {
                    _tracks.Add(item.Source.Id, track = newTrack());
                }
                await output.WriteAsync(Decide(item, track), stop);
            }
        }
        finally
        {
            output.Complete();
        }
    }

    private static DecidedItem Decide(StreamItem item, DecisionTrack track)
    {
        if (item.Window is { } window)
        {
            window.DroppedBefore = item.Source.TakeDroppedWindows();
            var isChange = track.Decide(window, out var closed);
            return new(item, closed, track.Open, isChange);
        }
        // Nothing is stitched together across a gap.
        return new(item, track.Reset(), null, false);
    }
}

/// <summary>A stream item with what was decided at it.</summary>
/// <param name="Item">The window, gap or end.</param>
/// <param name="Closed">The segment that ended just before it.</param>
/// <param name="Open">The segment that it belongs to.</param>
/// <param name="IsChange">Whether the decision or the activity is new.</param>
internal readonly record struct DecidedItem(StreamItem Item, DecisionSegment? Closed, DecisionSegment? Open, bool IsChange);
