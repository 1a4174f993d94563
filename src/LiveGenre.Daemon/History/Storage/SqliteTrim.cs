using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;

namespace LiveGenre.Daemon.History.Storage;

/// <summary>Deletes old rows from SQLite in small transactions, so that a write waits milliseconds for it, not seconds.</summary>
internal sealed class SqliteTrim(SqliteConnection connection)
{
    /// <summary>How long one call may go on.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(200);

    /// <summary>Rows of a source deleted in one transaction: a few milliseconds.</summary>
    private const int ChunkRows = 2_000;

    /// <summary>Deleting begins when this share of the quota is used, so that writing never has to wait for it.</summary>
    private const double QuotaShare = 0.95;

    /// <summary>And it goes on down to this share, so that it does not begin again at once.</summary>
    private const double TrimmedShare = 0.9;

    /// <summary>How far beyond the oldest row one round of deleting for room goes.</summary>
    private const long WindowStep = 600 * UnixMicroseconds.PerSecond;

    private const long SegmentStep = 86_400 * UnixMicroseconds.PerSecond;

    /// <summary>Free pages that are left for the next rows.</summary>
    private const long SparePages = 4_096;

    private readonly long _started = Stopwatch.GetTimestamp();

    private bool IsOver => Stopwatch.GetElapsedTime(_started) > Budget;

    /// <summary>Deletes rows before the limits; true if some are left.</summary>
    public async Task<bool> DeleteOldAsync(HistoryLimits limits, CancellationToken cancellation)
    {
        var (windows, segments) = (UnixMicroseconds.Of(limits.WindowsFrom), UnixMicroseconds.Of(limits.SegmentsFrom));
        return await DeleteEverywhereAsync("heard_window", windows, cancellation)
            || await DeleteEverywhereAsync("segment", segments, cancellation)
            || await DeleteEverywhereAsync("airtime", segments, cancellation);
    }

    /// <summary>Deletes the oldest rows, windows before all others, until there is room again; true if there is not yet.</summary>
    public async Task<bool> DeleteUnderQuotaAsync(long maxBytes, CancellationToken cancellation)
    {
        if (await UsedBytesAsync() <= maxBytes * QuotaShare)
        {
            return false;
        }
        while (await UsedBytesAsync() > maxBytes * TrimmedShare)
        {
            if (IsOver)
            {
                return true;
            }
            if (await OldestAsync("heard_window") is { } window)
            {
                await DeleteEverywhereAsync("heard_window", window + WindowStep, cancellation);
            }
            else if (await OldestAsync("segment") is { } segment)
            {
                _ = await DeleteEverywhereAsync("segment", segment + SegmentStep, cancellation)
                    || await DeleteEverywhereAsync("airtime", segment + SegmentStep, cancellation);
            }
            else if (await OldestAsync("airtime") is { } airtime)
            {
                await DeleteEverywhereAsync("airtime", airtime + SegmentStep, cancellation);
            }
            else
            {
                return false;
            }
        }
        return false;
    }

    /// <summary>Gives free pages back to the file system when they are more than new rows will soon need; true if there are more.</summary>
    public async Task<bool> ReturnPagesAsync(CancellationToken cancellation)
    {
        var (free, all) = (await PragmaAsync("freelist_count"), await PragmaAsync("page_count"));
        while (free > Math.Max(SparePages, all / 8))
        {
            if (IsOver)
            {
                return true;
            }
            cancellation.ThrowIfCancellationRequested();
            await connection.ExecuteAsync("PRAGMA incremental_vacuum(500)");
            (free, all) = (await PragmaAsync("freelist_count"), await PragmaAsync("page_count"));
        }
        return false;
    }

    /// <summary>Deletes rows before a time; true if the budget ended first.</summary>
    private async Task<bool> DeleteEverywhereAsync(string table, long before, CancellationToken cancellation)
    {
        // One question for all sources: with a thousand of them nearly none has old rows at any time.
        var sources = await connection.QueryAsync<long>(
            $"SELECT source_key FROM audio_source s WHERE EXISTS (SELECT 1 FROM {table} WHERE source_key = s.source_key AND start_us < @before)",
            new { before });
        foreach (var source in sources)
        {
            if (await DeleteAsync(table, source, before, cancellation))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Deletes rows of one source before a time; true if the budget ended first.</summary>
    private async Task<bool> DeleteAsync(string table, long source, long before, CancellationToken cancellation)
    {
        while (!IsOver)
        {
            cancellation.ThrowIfCancellationRequested();
            // Where the chunk ends, if that is before the limit.
            var end = await connection.ExecuteScalarAsync<long?>(
                $"SELECT start_us FROM {table} WHERE source_key = @source AND start_us < @before ORDER BY start_us LIMIT 1 OFFSET {ChunkRows}",
                new { source, before });
            var deleted = await connection.ExecuteAsync(
                $"DELETE FROM {table} WHERE source_key = @source AND start_us < @end", new { source, end = end ?? before });
            if (end is null || deleted == 0)
            {
                return false;
            }
        }
        return true;
    }

    private Task<long?> OldestAsync(string table) => connection.ExecuteScalarAsync<long?>(HistorySql.Oldest(table));

    private async Task<long> UsedBytesAsync() =>
        (await PragmaAsync("page_count") - await PragmaAsync("freelist_count")) * await PragmaAsync("page_size");

    private Task<long> PragmaAsync(string name) => connection.ExecuteScalarAsync<long>($"PRAGMA {name}");
}
