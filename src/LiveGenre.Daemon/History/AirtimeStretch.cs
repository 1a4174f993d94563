using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.History;

/// <summary>One thing on air, heard evenly over a stretch of time: all of a segment, or its part of a quarter of an hour.</summary>
/// <param name="Interval">When.</param>
/// <param name="Label">As <c>Decision.label</c>.</param>
/// <param name="Activity">What kind of sound it was.</param>
/// <param name="Duration">How much of the stretch it was.</param>
/// <param name="MeanConfidence">0 to 1.</param>
internal readonly record struct AirtimeStretch(
    UtcInterval Interval, string Label, Activity Activity, TimeSpan Duration, float MeanConfidence)
{
    /// <summary>Adds stretches up over intervals; one that lies partly in an interval counts by that part.</summary>
    /// <param name="stretches">In any order.</param>
    /// <param name="intervals">In any order; they may overlap.</param>
    /// <returns>For each interval, in the order given.</returns>
    public static IReadOnlyList<Airtime> Total(IEnumerable<AirtimeStretch> stretches, IReadOnlyList<UtcInterval> intervals)
    {
        var byStart = intervals.Select((interval, index) => (interval, index)).OrderBy(i => i.interval.Start).ToArray();
        var starts = Array.ConvertAll(byStart, i => i.interval.Start.UtcTicks);
        var longest = intervals.Count == 0 ? 0 : intervals.Max(i => i.Duration.Ticks);
        var totals = intervals.Select(_ => new Dictionary<(string, Activity), (double Ticks, double Confidence)>()).ToArray();
        foreach (var stretch in stretches)
        {
            // No interval that starts earlier than this can reach the stretch.
            var first = Array.BinarySearch(starts, stretch.Interval.Start.UtcTicks - longest);
            for (var i = first < 0 ? ~first : FirstOf(starts, first); i < starts.Length && starts[i] < stretch.Interval.End.UtcTicks; i++)
            {
                stretch.AddTo(totals[byStart[i].index], byStart[i].interval);
            }
        }
        return [.. intervals.Select((interval, index) => new Airtime(interval, [.. totals[index]
            .Where(t => t.Value.Ticks >= 1)
            .Select(t => new AirtimeShare(t.Key.Item1, t.Key.Item2, TimeSpan.FromTicks((long)Math.Round(t.Value.Ticks)), (float)(t.Value.Confidence / t.Value.Ticks)))
            .OrderByDescending(s => s.Duration).ThenBy(s => s.Label, StringComparer.Ordinal)]))];
    }

    private static int FirstOf(long[] sorted, int at)
    {
        while (at > 0 && sorted[at - 1] == sorted[at])
        {
            at--;
        }
        return at;
    }

    private void AddTo(Dictionary<(string, Activity), (double Ticks, double Confidence)> totals, UtcInterval interval)
    {
        var start = Interval.Start > interval.Start ? Interval.Start : interval.Start;
        var end = Interval.End < interval.End ? Interval.End : interval.End;
        if (end > start)
        {
            var ticks = Duration.Ticks * ((double)(end - start).Ticks / Interval.Duration.Ticks);
            var (before, confidence) = totals.GetValueOrDefault((Label, Activity));
            totals[(Label, Activity)] = (before + ticks, confidence + (ticks * MeanConfidence));
        }
    }
}
