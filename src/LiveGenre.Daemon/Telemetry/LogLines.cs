using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace LiveGenre.Daemon.Telemetry;

/// <summary>
/// A line for each log entry: <c>2026-03-01T12:00:00.000Z warn [106] fm: 2 s of audio is missing.</c> The number tells what
/// it is; whose class it came from is only told of others' code.
/// </summary>
internal sealed class LogLines(IOptionsMonitor<ConsoleFormatterOptions> options) : ConsoleFormatter(FormatterName)
{
    /// <summary>What <c>Logging:Console:FormatterName</c> calls it.</summary>
    public const string FormatterName = "livegenre";

    private const string Ours = nameof(LiveGenre) + ".";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (options.CurrentValue.TimestampFormat is { } format)
        {
            var now = options.CurrentValue.UseUtcTimestamp ? DateTimeOffset.UtcNow : DateTimeOffset.Now;
            textWriter.Write(now.ToString(format, System.Globalization.CultureInfo.InvariantCulture));
        }
        textWriter.Write(Word(logEntry.LogLevel));
        textWriter.Write(' ');
        textWriter.Write(logEntry.Category.StartsWith(Ours, StringComparison.Ordinal) ? $"[{logEntry.EventId.Id}] " : $"{logEntry.Category} ");
        textWriter.Write(logEntry.Formatter(logEntry.State, logEntry.Exception).ReplaceLineEndings(" "));
        if (logEntry.Exception is { } error)
        {
            // What went wrong, then where, indented: the next line at the margin is the next entry.
            textWriter.WriteLine();
            textWriter.Write("  ");
            textWriter.Write(error.ToString().ReplaceLineEndings(Environment.NewLine + "  "));
        }
        textWriter.WriteLine();
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}
