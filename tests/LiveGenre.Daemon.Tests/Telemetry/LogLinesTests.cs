using LiveGenre.Daemon.Telemetry;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace LiveGenre.Daemon.Tests.Telemetry;

public sealed class LogLinesTests
{
    [Fact]
    public void Write_EntryOfOurs_IsALineWithItsNumberAndShortTimes()
    {
        using var logger = new LineLogger("LiveGenre.Daemon.Pipeline.LivePipeline");

        logger.GapInStream("fm", TimeSpan.FromSeconds(2.0436), Gap.Types.Reason.Overrun);

        Assert.Equal($"warn [106] fm: 2.04 s of audio is missing (Overrun).{Environment.NewLine}", logger.Text);
    }

    [Fact]
    public void Write_EntryOfOthersWithAnError_NamesTheirClassAndIndentsTheError()
    {
        using var logger = new LineLogger("Microsoft.AspNetCore.Server.Kestrel");

        logger.Log(LogLevel.Error, default, "two\nlines", new IOException("gone"), (text, _) => text);

        Assert.Equal($"error Microsoft.AspNetCore.Server.Kestrel two lines{Environment.NewLine}  System.IO.IOException: gone{Environment.NewLine}", logger.Text);
    }

    /// <summary>A logger whose console is a text.</summary>
    private sealed class LineLogger(string category) : ILogger, IDisposable
    {
        private readonly LogLines _lines = new(new NoTimestamp());
        private readonly StringWriter _console = new();

        public string Text => _console.ToString();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), null, _console);

        public void Dispose() => _console.Dispose();
    }

    private sealed class NoTimestamp : IOptionsMonitor<ConsoleFormatterOptions>
    {
        public ConsoleFormatterOptions CurrentValue { get; } = new();

        public ConsoleFormatterOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<ConsoleFormatterOptions, string?> listener) => null;
    }
}
