using Google.Protobuf.WellKnownTypes;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.History;

/// <summary>What the store holds, as messages of <c>livegenre.v1</c>.</summary>
internal static class HistoryMessages
{
    /// <summary>How long each label and each activity was on air.</summary>
    public static Shares ToMessage(this Airtime airtime) => new()
    {
        HeardDuration = airtime.Heard.ToDuration(),
        MissingDuration = airtime.Missing.ToDuration(),
        Labels =
        {
            airtime.Shares.GroupBy(s => s.Label, StringComparer.Ordinal)
                .Select(same => new LabelShare
                {
                    Label = same.Key,
                    Duration = Sum(same).ToDuration(),
                    MeanConfidence = (float)(same.Sum(s => s.Duration.Ticks * (double)s.MeanConfidence) / Sum(same).Ticks),
                })
                .OrderByDescending(l => l.Duration.ToTimeSpan())
        },
        Activities =
        {
            airtime.Shares.GroupBy(s => s.Activity)
                .Select(same => new ActivityShare { Activity = same.Key, Duration = Sum(same).ToDuration() })
                .OrderByDescending(a => a.Duration.ToTimeSpan())
        },
    };

    /// <summary>A segment. Offsets belong to the run that heard it, and are not kept.</summary>
    public static Segment ToMessage(this SegmentRecord segment) => new()
    {
        SourceId = segment.SourceId,
        StartTime = segment.Interval.Start.ToTimestamp(),
        EndTime = segment.Interval.End.ToTimestamp(),
        Label = segment.Label,
        MeanConfidence = segment.MeanConfidence,
        Activity = segment.Activity,
        WindowCount = (uint)segment.WindowCount,
    };

    /// <summary>A window, its scores in the order of <paramref name="labels"/>, which a later model may have given.</summary>
    /// <param name="window">From the store.</param>
    /// <param name="labels">Genres as the source has them now; a genre that the window's model did not know scores 0.</param>
    public static GenreWindow ToMessage(this WindowRecord window, IReadOnlyList<string> labels)
    {
        var message = new GenreWindow
        {
            SourceId = window.SourceId,
            WindowStartTime = window.Interval.Start.ToTimestamp(),
            WindowEndTime = window.Interval.End.ToTimestamp(),
            Decision = new Decision
            {
                Label = window.Label,
                Confidence = window.Confidence,
                SinceTime = window.Since.ToTimestamp(),
                Stability = window.Stability,
            },
            Activity = window.Activity,
            Level = new Level { RmsDbfs = window.RmsDbfs, PeakDbfs = window.PeakDbfs, ClippedSampleCount = window.ClippedSamples },
            DroppedWindowCount = window.DroppedBefore,
        };
        var count = window.Labels.Count;
        if (window.Scores.Length >= 2 * count)
        {
            var places = labels.Select(label => Enumerable.Range(0, count).FirstOrDefault(i => window.Labels[i] == label, -1)).ToArray();
            message.Scores.AddRange(places.Select(i => i < 0 ? 0 : ToProbability(window.Scores[i])));
            message.SmoothedScores.AddRange(places.Select(i => i < 0 ? 0 : ToProbability(window.Scores[count + i])));
            message.ActivityScores.AddRange(window.Scores.Skip(2 * count).Select(ToProbability));
        }
        return message;
    }

    private static float ToProbability(byte stored) => stored / (float)byte.MaxValue;

    private static TimeSpan Sum(IEnumerable<AirtimeShare> shares) => TimeSpan.FromTicks(shares.Sum(s => s.Duration.Ticks));
}
