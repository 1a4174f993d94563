using System.Data.Common;
using Dapper;
using LiveGenre.Daemon.History.Storage;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.History;

/// <summary>Asks the store what was on air. What the pipeline found a second ago is there.</summary>
internal sealed class HistoryReader(IHistoryDatabase database)
{
    /// <summary>Intervals that do not begin and end with a quarter of an hour are measured exactly, from segments, up to this much in all.</summary>
    private static readonly TimeSpan ExactUpTo = TimeSpan.FromDays(14);

    /// <summary>Whether anything of a source was ever written; its settings may be gone.</summary>
    public async Task<bool> HasSourceAsync(string sourceId, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync(cancellation);
        return await HistoryKeys.FindSourceAsync(connection, sourceId, cancellation) is not null;
    }

    /// <summary>
    /// How long each label and activity was on air in each of some intervals. Exact where they begin and end with a quarter of an
    /// hour, as every hour of today's time zones does, or lie within 14 days; else a quarter that is cut counts in proportion.
    /// </summary>
    /// <param name="sourceId">Whose; one that was never heard was on air for no time.</param>
    /// <param name="intervals">In any order.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>For each interval, in the order given.</returns>
    public async Task<IReadOnlyList<Airtime>> MeasureAsync(
        string sourceId, IReadOnlyList<UtcInterval> intervals, CancellationToken cancellation)
    {
        if (intervals.Count == 0)
        {
            return [];
        }
        var hull = new UtcInterval(intervals.Min(i => i.Start), intervals.Max(i => i.End));
        var isByQuarters = intervals.All(i => IsQuarter(i.Start) && IsQuarter(i.End)) || hull.Duration > ExactUpTo;
        await using var connection = await database.ConnectAsync(cancellation);
        var source = await HistoryKeys.FindSourceAsync(connection, sourceId, cancellation);
        IReadOnlyList<AirtimeStretch> stretches = source is null
            ? []
            : isByQuarters
                ? await ReadQuartersAsync(connection, source.Value, hull, cancellation)
                : EachMomentOnce(await ReadSegmentsTouchingAsync(connection, source.Value, sourceId, hull, cancellation));
        return AirtimeStretch.Total(stretches, intervals);
    }

    /// <summary>Closed segments that touch an interval, newest first.</summary>
    /// <param name="sourceId">Whose.</param>
    /// <param name="interval">When.</param>
    /// <param name="before">Start of the last segment of the page before; null for the first page.</param>
    /// <param name="count">Segments, at the most.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<SegmentRecord>> ReadSegmentsAsync(
        string sourceId, UtcInterval interval, DateTimeOffset? before, int count, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync(cancellation);
        if (await HistoryKeys.FindSourceAsync(connection, sourceId, cancellation) is not { } source)
        {
            return [];
        }
        var from = UnixMicroseconds.Of(interval.Start);
        var to = Math.Min(UnixMicroseconds.Of(interval.End), before is { } time ? UnixMicroseconds.Of(time) : long.MaxValue);
        return await ReadSegmentsAsync(
            connection, "segment", source, sourceId, from, await StartOfReachAsync(connection, source, from, cancellation), to, count, cancellation);
    }

    /// <summary>Windows that start within an interval, oldest first.</summary>
    /// <param name="sourceId">Whose.</param>
    /// <param name="interval">When.</param>
    /// <param name="after">Start of the last window of the page before; null for the first page.</param>
    /// <param name="count">Windows, at the most.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<WindowRecord>> ReadWindowsAsync(
        string sourceId, UtcInterval interval, DateTimeOffset? after, int count, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync(cancellation);
        if (await HistoryKeys.FindSourceAsync(connection, sourceId, cancellation) is not { } source)
        {
            return [];
        }
        var labels = await HistoryKeys.ReadLabelsAsync(connection, cancellation);
        var sets = await HistoryKeys.ReadLabelSetsAsync(connection, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            """
            SELECT start_us, length_us, label_key, activity, confidence, stability, held_us, rms, peak, clipped, dropped, label_set_key, scores
            FROM heard_window WHERE source_key = @source AND start_us >= @from AND start_us < @to ORDER BY start_us LIMIT @count
            """,
            new
            {
                source,
                from = after is { } last ? UnixMicroseconds.Of(last) + 1 : UnixMicroseconds.Of(interval.Start),
                to = UnixMicroseconds.Of(interval.End),
                count,
            },
            cancellationToken: cancellation));
        var windows = new List<WindowRecord>();
        while (await reader.ReadAsync(cancellation))
        {
            var start = UnixMicroseconds.ToTime(reader.GetInt64(0));
            var when = new UtcInterval(start, start + UnixMicroseconds.ToDuration(reader.GetInt64(1)));
            windows.Add(new()
            {
                SourceId = sourceId,
                Interval = when,
                Heard = when,
                Label = labels[reader.GetInt64(2)],
                Activity = (Activity)reader.GetInt64(3),
                Confidence = HistoryRows.ToProbability(reader.GetInt64(4)),
                Stability = HistoryRows.ToProbability(reader.GetInt64(5)),
                Since = start - UnixMicroseconds.ToDuration(reader.GetInt64(6)),
                RmsDbfs = HistoryRows.ToDecibels(reader.GetInt64(7)),
                PeakDbfs = HistoryRows.ToDecibels(reader.GetInt64(8)),
                ClippedSamples = (uint)reader.GetInt64(9),
                DroppedBefore = (uint)reader.GetInt64(10),
                Labels = sets[reader.GetInt64(11)],
                Scores = reader.GetFieldValue<byte[]>(12),
            });
        }
        return windows;
    }

    /// <summary>What the store holds.</summary>
    public async Task<HistoryContents> ReadContentsAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync(cancellation);
        async Task<DateTimeOffset?> OldestAsync(string table) => await connection.ExecuteScalarAsync<long?>(
            new CommandDefinition(HistorySql.Oldest(table), cancellationToken: cancellation)) is { } start ? UnixMicroseconds.ToTime(start) : null;
        return new(await database.MeasureAsync(connection, cancellation), await OldestAsync("heard_window"), await OldestAsync("segment"));
    }

    private static bool IsQuarter(DateTimeOffset time) => AirtimeKey.QuarterOf(time) == time;

    private static async Task<IReadOnlyList<AirtimeStretch>> ReadQuartersAsync(
        DbConnection connection, long source, UtcInterval hull, CancellationToken cancellation)
    {
        var labels = await HistoryKeys.ReadLabelsAsync(connection, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            """
            SELECT start_us, activity, label_key, duration_us, confidence_us FROM airtime
            WHERE source_key = @source AND start_us >= @from AND start_us < @to
            """,
            new { source, from = UnixMicroseconds.Of(AirtimeKey.QuarterOf(hull.Start)), to = UnixMicroseconds.Of(hull.End) },
            cancellationToken: cancellation));
        var stretches = new List<AirtimeStretch>();
        while (await reader.ReadAsync(cancellation))
        {
            var start = UnixMicroseconds.ToTime(reader.GetInt64(0));
            var (duration, confidence) = (reader.GetInt64(3), reader.GetInt64(4));
            stretches.Add(new(
                new(start, start + AirtimeKey.QuarterHour), labels[reader.GetInt64(2)], (Activity)reader.GetInt64(1),
                UnixMicroseconds.ToDuration(duration), duration > 0 ? (float)((double)confidence / duration) : 0));
        }
        return [.. stretches.GroupBy(s => s.Interval.Start).SelectMany(quarter => WithinTheQuarter([.. quarter]))];
    }

    /// <summary>Two runs of a daemon do not know what the other has counted: what a burst brought again after a restart is taken off all shares.</summary>
    private static IEnumerable<AirtimeStretch> WithinTheQuarter(AirtimeStretch[] shares)
    {
        var heard = TimeSpan.FromTicks(shares.Sum(s => s.Duration.Ticks));
        return heard <= AirtimeKey.QuarterHour ? shares : shares.Select(s => s with { Duration = s.Duration * (AirtimeKey.QuarterHour / heard) });
    }

    /// <summary>Segments of which no two share a moment, as air time is counted: the earlier has what both cover.</summary>
    private static List<AirtimeStretch> EachMomentOnce(IEnumerable<SegmentRecord> segments)
    {
        var stretches = new List<AirtimeStretch>();
        var end = DateTimeOffset.MinValue;
        foreach (var segment in segments.OrderBy(s => s.Interval.Start))
        {
            var rest = segment.Interval with { Start = segment.Interval.Start > end ? segment.Interval.Start : end };
            if (rest.Duration > TimeSpan.Zero)
            {
                stretches.Add(new(rest, segment.Label, segment.Activity, rest.Duration, segment.MeanConfidence));
                end = rest.End;
            }
        }
        return stretches;
    }

    /// <summary>The open segment too: it is on air like the others.</summary>
    private static async Task<IReadOnlyList<SegmentRecord>> ReadSegmentsTouchingAsync(
        DbConnection connection, long source, string sourceId, UtcInterval hull, CancellationToken cancellation)
    {
        var (from, to) = (UnixMicroseconds.Of(hull.Start), UnixMicroseconds.Of(hull.End));
        var reach = await StartOfReachAsync(connection, source, from, cancellation);
        return [
            .. await ReadSegmentsAsync(connection, "segment", source, sourceId, from, reach, to, int.MaxValue, cancellation),
            .. await ReadSegmentsAsync(connection, "open_segment", source, sourceId, from, long.MinValue, to, 1, cancellation)];
    }

    /// <summary>Where to look for segments that reach into an interval: the last one that starts at or before it. They overlap by a burst at the most.</summary>
    private static async Task<long> StartOfReachAsync(DbConnection connection, long source, long from, CancellationToken cancellation) =>
        await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "SELECT MAX(start_us) FROM segment WHERE source_key = @source AND start_us <= @from", new { source, from }, cancellationToken: cancellation)) ?? from;

    private static async Task<IReadOnlyList<SegmentRecord>> ReadSegmentsAsync(
        DbConnection connection, string table, long source, string sourceId, long from, long reach, long to, int count, CancellationToken cancellation)
    {
        var labels = await HistoryKeys.ReadLabelsAsync(connection, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
            SELECT start_us, end_us, label_key, activity, confidence, window_count FROM {table}
            WHERE source_key = @source AND start_us >= @reach AND start_us < @to AND end_us > @from
            ORDER BY start_us DESC LIMIT @count
            """,
            new { source, reach, from, to, count }, cancellationToken: cancellation));
        var segments = new List<SegmentRecord>();
        while (await reader.ReadAsync(cancellation))
        {
            segments.Add(new(
                sourceId, new(UnixMicroseconds.ToTime(reader.GetInt64(0)), UnixMicroseconds.ToTime(reader.GetInt64(1))),
                labels[reader.GetInt64(2)], (Activity)reader.GetInt64(3), HistoryRows.ToProbability(reader.GetInt64(4)), reader.GetInt32(5)));
        }
        return segments;
    }
}
