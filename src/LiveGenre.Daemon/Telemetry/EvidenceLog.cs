using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Telemetry;

/// <summary>What evidence logs: 7xx. The ids are stable.</summary>
internal static partial class EvidenceLog
{
    [LoggerMessage(700, LogLevel.Information, "Sound around each change of a decision is kept in {Folder}, {MaxBytes} bytes at the most.")]
    public static partial void EvidenceIsKept(this ILogger logger, string folder, long maxBytes);

    [LoggerMessage(701, LogLevel.Warning, "{Source}: the sound around a change is lost. {Why} Later ones are only counted until one is kept again.")]
    public static partial void EvidenceLost(this ILogger logger, string source, string why);

    [LoggerMessage(702, LogLevel.Information, "Sound around changes is kept again; {Lost} clips have been lost since the start.")]
    public static partial void EvidenceIsKeptAgain(this ILogger logger, long lost);
}
