using System.ComponentModel.DataAnnotations;

namespace LiveGenre.Daemon.Configuration;

/// <summary>What is kept of what was on air, where, and for how long. Section <c>LiveGenre:History</c>.</summary>
public sealed class HistoryOptions
{
    /// <summary>Where it is kept. Default <see cref="HistoryStoreKind.Sqlite"/>.</summary>
    public HistoryStoreKind Store { get; init; }

    /// <summary>
    /// For PostgreSQL, such as <c>Host=db;Database=livegenre;Username=livegenre</c>; for SQLite a file, such as
    /// <c>Data Source=/srv/history.db</c>, or empty for <c>history.db</c> in the data folder.
    /// </summary>
    public Secret ConnectionString { get; init; }

    /// <summary>Days that windows, with their scores, are kept. Default 14; 1 to 3 660.</summary>
    [Range(1, 3_660)]
    public int WindowDays { get; init; } = 14;

    /// <summary>Years that segments and air time are kept. Default 5; 1 to 100.</summary>
    [Range(1, 100)]
    public int SegmentYears { get; init; } = 5;

    /// <summary>
    /// Bytes that the store never exceeds, its log included; the oldest windows go first, then the oldest segments.
    /// Default 2 GiB; 32 MiB to 1 PiB.
    /// </summary>
    [Range(typeof(long), "33554432", "1125899906842624")]
    public long MaxBytes { get; init; } = 2_147_483_648;

    /// <summary>Time between writes: what a killed daemon or a power cut may cost, with the time that the disk takes. Default 0.25 s; 0.1 s to 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:01")]
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(0.25);
}
