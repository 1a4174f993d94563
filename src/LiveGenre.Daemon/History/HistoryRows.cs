using LiveGenre.Daemon.History.Storage;

namespace LiveGenre.Daemon.History;

/// <summary>A batch as rows of the schema; the memory of one batch serves the next.</summary>
/// <param name="keys">Knows every name of a batch.</param>
internal sealed class HistoryRows(HistoryKeys keys)
{
    /// <summary>What 1 is stored as: of probabilities 10 000, of a decibel 100.</summary>
    private const float ProbabilityScale = 10_000;

    private const float DecibelScale = 100;

    // A clock that was set back may bring the same moment twice; the first stays.
    private readonly RowSet _windows = new(
        "heard_window",
        ["source_key", "start_us", "length_us", "label_key", "activity", "confidence", "stability", "held_us", "rms", "peak", "clipped", "dropped", "label_set_key"],
        "ON CONFLICT (source_key, start_us) DO NOTHING", "scores");

    private readonly RowSet _segments = NewSegments();

    private readonly RowSet _openSegments = new(
        "open_segment", ["source_key", "start_us", "end_us", "label_key", "activity", "confidence", "window_count"],
        "ON CONFLICT (source_key) DO UPDATE SET start_us = excluded.start_us, end_us = excluded.end_us, label_key = excluded.label_key, activity = excluded.activity, confidence = excluded.confidence, window_count = excluded.window_count");

    private readonly RowSet _airtime = new(
        "airtime", ["source_key", "start_us", "activity", "label_key", "duration_us", "confidence_us"],
        "ON CONFLICT (source_key, start_us, activity, label_key) DO UPDATE SET duration_us = airtime.duration_us + excluded.duration_us, confidence_us = airtime.confidence_us + excluded.confidence_us");

    /// <summary>No closed segments yet.</summary>
    public static RowSet NewSegments() => new(
        "segment", ["source_key", "start_us", "end_us", "label_key", "activity", "confidence", "window_count"],
        "ON CONFLICT (source_key, start_us) DO UPDATE SET end_us = excluded.end_us, label_key = excluded.label_key, activity = excluded.activity, confidence = excluded.confidence, window_count = excluded.window_count");

    /// <summary>The rows of a batch, table by table, until the next batch.</summary>
    public IReadOnlyList<RowSet> Of(HistoryBatch batch)
    {
        RowSet[] tables = [_windows, _segments, _openSegments, _airtime];
        Array.ForEach(tables, rows => rows.Clear());
        AddWindows(batch);
        AddSegments(batch);
        AddAirtime(batch);
        return tables;
    }

    public static float ToProbability(long stored) => stored / ProbabilityScale;

    public static float ToDecibels(long stored) => stored / DecibelScale;

    private void AddWindows(HistoryBatch batch)
    {
        foreach (var window in batch.Windows)
        {
            _windows.Add([
                keys.Source(window.SourceId), UnixMicroseconds.Of(window.Interval.Start), UnixMicroseconds.Of(window.Interval.Duration),
                keys.Label(window.Label), (long)window.Activity, FromProbability(window.Confidence), FromProbability(window.Stability),
                UnixMicroseconds.Of(window.Interval.Start - window.Since), FromDecibels(window.RmsDbfs), FromDecibels(window.PeakDbfs),
                window.ClippedSamples, window.DroppedBefore, keys.LabelSet(window.Labels)], window.Scores);
        }
    }

    private void AddSegments(HistoryBatch batch)
    {
        foreach (var segment in batch.Segments.GroupBy(s => (s.SourceId, s.Interval.Start)).Select(same => same.Last()))
        {
            Add(segment, _segments);
        }
        foreach (var segment in batch.OpenSegments)
        {
            Add(segment, _openSegments);
        }
    }

    private void AddAirtime(HistoryBatch batch)
    {
        foreach (var (key, duration, confidence) in batch.Airtime)
        {
            _airtime.Add([
                keys.Source(key.SourceId), UnixMicroseconds.Of(key.Quarter), (long)key.Activity, keys.Label(key.Label),
                UnixMicroseconds.Of(duration), (long)Math.Round(confidence * UnixMicroseconds.PerSecond)]);
        }
    }

    private void Add(SegmentRecord segment, RowSet rows) => rows.Add([
        keys.Source(segment.SourceId), UnixMicroseconds.Of(segment.Interval.Start), UnixMicroseconds.Of(segment.Interval.End),
        keys.Label(segment.Label), (long)segment.Activity, FromProbability(segment.MeanConfidence), segment.WindowCount]);

    private static long FromProbability(float probability) => (long)MathF.Round(Math.Clamp(probability, 0, 1) * ProbabilityScale);

    private static long FromDecibels(float level) => (long)MathF.Round(Math.Clamp(level, -300, 300) * DecibelScale);
}
