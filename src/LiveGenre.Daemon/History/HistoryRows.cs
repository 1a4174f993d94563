using LiveGenre.Daemon.History.Storage;

namespace LiveGenre.Daemon.History;

/// <summary>A batch as rows of the schema.</summary>
internal static class HistoryRows
{
    /// <summary>What 1 is stored as: of probabilities 10 000, of a decibel 100.</summary>
    private const float ProbabilityScale = 10_000;

    private const float DecibelScale = 100;

    /// <summary>No closed segments yet.</summary>
    public static RowSet NewSegments() => new(
        "segment", ["source_key", "start_us", "end_us", "label_key", "activity", "confidence", "window_count"],
        "ON CONFLICT (source_key, start_us) DO UPDATE SET end_us = excluded.end_us, label_key = excluded.label_key, activity = excluded.activity, confidence = excluded.confidence, window_count = excluded.window_count");

    /// <summary>The rows of a batch, table by table.</summary>
    public static IEnumerable<RowSet> Of(HistoryBatch batch, HistoryKeys keys) =>
        [Windows(batch, keys), Segments(batch, keys), OpenSegments(batch, keys), Airtime(batch, keys)];

    public static float ToProbability(long stored) => stored / ProbabilityScale;

    public static float ToDecibels(long stored) => stored / DecibelScale;

    private static RowSet Windows(HistoryBatch batch, HistoryKeys keys)
    {
        // A clock that was set back may bring the same moment twice; the first stays.
        var rows = new RowSet(
            "heard_window",
            ["source_key", "start_us", "length_us", "label_key", "activity", "confidence", "stability", "held_us", "rms", "peak", "clipped", "dropped", "label_set_key"],
            "ON CONFLICT (source_key, start_us) DO NOTHING", "scores");
        foreach (var window in batch.Windows)
        {
            rows.Add([
                keys.Source(window.SourceId), UnixMicroseconds.Of(window.Interval.Start), UnixMicroseconds.Of(window.Interval.Duration),
                keys.Label(window.Label), (long)window.Activity, FromProbability(window.Confidence), FromProbability(window.Stability),
                UnixMicroseconds.Of(window.Interval.Start - window.Since), FromDecibels(window.RmsDbfs), FromDecibels(window.PeakDbfs),
                window.ClippedSamples, window.DroppedBefore, keys.LabelSet(window.Labels)], window.Scores);
        }
        return rows;
    }

    private static RowSet Segments(HistoryBatch batch, HistoryKeys keys)
    {
        var rows = NewSegments();
        foreach (var segment in batch.Segments.GroupBy(s => (s.SourceId, s.Interval.Start)).Select(same => same.Last()))
        {
            rows.Add(Segment(segment, keys));
        }
        return rows;
    }

    private static RowSet OpenSegments(HistoryBatch batch, HistoryKeys keys)
    {
        var rows = new RowSet(
            "open_segment", ["source_key", "start_us", "end_us", "label_key", "activity", "confidence", "window_count"],
            "ON CONFLICT (source_key) DO UPDATE SET start_us = excluded.start_us, end_us = excluded.end_us, label_key = excluded.label_key, activity = excluded.activity, confidence = excluded.confidence, window_count = excluded.window_count");
        foreach (var segment in batch.OpenSegments)
        {
            rows.Add(Segment(segment, keys));
        }
        return rows;
    }

    private static RowSet Airtime(HistoryBatch batch, HistoryKeys keys)
    {
        var rows = new RowSet(
            "airtime", ["source_key", "start_us", "activity", "label_key", "duration_us", "confidence_us"],
            "ON CONFLICT (source_key, start_us, activity, label_key) DO UPDATE SET duration_us = airtime.duration_us + excluded.duration_us, confidence_us = airtime.confidence_us + excluded.confidence_us");
        foreach (var (key, duration, confidence) in batch.Airtime)
        {
            rows.Add([
                keys.Source(key.SourceId), UnixMicroseconds.Of(key.Quarter), (long)key.Activity, keys.Label(key.Label),
                UnixMicroseconds.Of(duration), (long)Math.Round(confidence * UnixMicroseconds.PerSecond)]);
        }
        return rows;
    }

    private static long[] Segment(SegmentRecord segment, HistoryKeys keys) => [
        keys.Source(segment.SourceId), UnixMicroseconds.Of(segment.Interval.Start), UnixMicroseconds.Of(segment.Interval.End),
        keys.Label(segment.Label), (long)segment.Activity, FromProbability(segment.MeanConfidence), segment.WindowCount];

    private static long FromProbability(float probability) => (long)MathF.Round(Math.Clamp(probability, 0, 1) * ProbabilityScale);

    private static long FromDecibels(float level) => (long)MathF.Round(Math.Clamp(level, -300, 300) * DecibelScale);
}
