using LiveGenre.Daemon.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.History;

/// <summary>What history logs: 4xx. The ids are stable.</summary>
internal static partial class HistoryLog
{
    [LoggerMessage(400, LogLevel.Information, "History is kept in {Place}: windows for {WindowDays} days, segments for {SegmentYears} years, {MaxMegabytes} MB at the most.")]
    public static partial void HistoryOpened(this ILogger logger, string place, int windowDays, int segmentYears, long maxMegabytes);

    [LoggerMessage(401, LogLevel.Error, "History is not being written: {Why} The live service goes on; writing is tried again until it succeeds.")]
    public static partial void HistoryTrouble(this ILogger logger, string why);

    [LoggerMessage(402, LogLevel.Information, "History is being written again after {Outage}; lost since the start: {Windows} windows, {Segments} segments.")]
    public static partial void HistoryRecovered(this ILogger logger, ShortDuration outage, long windows, long segments);

    [LoggerMessage(403, LogLevel.Error, "The store refused a batch of {Windows} windows and {Segments} segments; it is lost.")]
    public static partial void HistoryBatchRefused(this ILogger logger, int windows, int segments, Exception error);

    [LoggerMessage(404, LogLevel.Error, "The last {Windows} windows and {Segments} segments could not be written before the end.")]
    public static partial void HistoryCutOff(this ILogger logger, int windows, int segments, Exception error);

    [LoggerMessage(405, LogLevel.Warning, "Old history could not be deleted: {Why} It is tried again.")]
    public static partial void HistoryTrimFailed(this ILogger logger, string why);
}
