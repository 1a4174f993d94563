using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Grpc.Tests;

/// <summary>Keeps what a server logs.</summary>
internal sealed class RecordedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<Line> _lines = [];

    public IReadOnlyList<Line> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(_lines, categoryName);

    public void Dispose()
    {
    }

    internal sealed record Line(string Category, LogLevel Level, EventId Id, string Text, Exception? Error);

    private sealed class Logger(ConcurrentQueue<Line> lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => lines.Enqueue(new(category, logLevel, eventId, formatter(state, exception), exception));
    }
}
