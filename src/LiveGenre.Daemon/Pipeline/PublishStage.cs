using System.Threading.Channels;
using LiveGenre.Daemon.Evidence;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.Serving;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>Decisions in, messages on each source's feed and for history out. The last stage: it gives the windows back.</summary>
/// <param name="history">Never makes anyone wait.</param>
/// <param name="hop">Samples between window starts.</param>
/// <param name="evidence">Told of changes.</param>
/// <param name="metrics">Counts windows.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of changes.</param>
internal sealed class PublishStage(
    HistoryBacklog history, long hop, EvidenceRecorder evidence, PipelineMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly GenreWindow _message = new(); // filled again for each window
    private int _widened; // sources whose windows are further apart than the settings say

    public async Task RunAsync(ChannelReader<DecidedItem> input)
    {
        await foreach (var decided in input.ReadAllAsync())
        {
            var (item, source) = (decided.Item, decided.Item.Source);
            using var window = item.Window;
            if (decided.Closed is { } closed)
            {
                var segment = new TimedSegment(closed, decided.Labels!, source.Clock);
                source.Feed.PublishSegment(segment.ToMessage(source.Id));
                history.Close(SegmentRecord.From(segment, source.Id), isEnd: window is null && !item.SoundGoesOn);
                if (window is not null && window.Decision.LabelIndex != closed.LabelIndex)
                {
                    evidence.Note(new DecisionChange(source.Id, source.Buffer, source.Clock, window.Start,
                        segment.Label, LabelNames.Of(window.Decision.LabelIndex, window.Labels.Names)));
                }
            }
            if (window is not null)
            {
                Publish(window, decided, source);
            }
            else if (item.Gap is { } gap)
            {
                metrics.LostSamples(source.Id, gap.End - gap.Start);
                logger.GapInStream(source.Id, source.Clock.Duration(gap.End - gap.Start), gap.Reason);
                source.Feed.PublishGap(EventMessages.Gap(gap, source.Id, source.Clock));
            }
            else if (item.Model is { } model)
            {
                source.Feed.Describe(source.DescriptionUnder(model));
            }
            else
            {
                if (source.Status.Stride > 1)
                {
                    source.Feed.ChangeStride(1, source.Clock.TimeOf(source.Buffer.Written)); // what follows under the same id has the usual hop
                    EndWidening();
                }
                source.SetDrained();
            }
        }
    }

    private void Publish(AnalysisWindow window, DecidedItem decided, MonitoredSource source)
    {
        EventMessages.Fill(_message, window, source.Id, source.Clock, source.Feed.Description.Hop);
        FollowHop(window, source);
        var open = new TimedSegment(decided.Open!.Value, decided.Labels!, source.Clock);
        source.Feed.PublishWindow(_message, open, decided.IsChange);
        history.Add(WindowRecord.From(_message, window.Labels.Names, Heard(window, source.Clock)), SegmentRecord.From(open, source.Id));
        metrics.WindowPublished(source.Id, time.GetElapsedTime(window.RecordedAt));
        if (decided.IsChange)
        {
            logger.DecisionChanged(source.Id, _message.Decision.Label, _message.Decision.Confidence, _message.Activity);
        }
    }

    /// <summary>What no other window has measured: a hop, and where windows are so far apart that they do not touch, all of it.</summary>
    private TimeSpan Heard(AnalysisWindow window, StreamClock clock) => clock.Duration(Math.Min(hop * window.Stride, window.End - window.Start));

    private void FollowHop(AnalysisWindow window, MonitoredSource source)
    {
        metrics.WindowsLeftOut(source.Id, window.Stride - 1);
        var before = source.Status.Stride;
        if (window.Stride == before)
        {
            return;
        }
        source.Feed.ChangeStride(window.Stride, source.Clock.TimeOf(window.Start));
        if (before == 1 && _widened++ == 0)
        {
            logger.CannotKeepUp(source.Id);
        }
        else if (window.Stride == 1)
        {
            EndWidening();
        }
    }

    private void EndWidening()
    {
        if (--_widened == 0)
        {
            logger.KeepsUpAgain();
        }
    }
}
