using System.Diagnostics.Metrics;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.History.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Tests.History.Support;

/// <summary>A running writer on a store, as the daemon has it, and what it logs.</summary>
internal sealed class WriterUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RecordingLogger _logger = new();

    public WriterUnderTest(IHistoryDatabase database, long maxBytes = StoreUnderTest.Quota)
    {
        Store = new HistoryStore(database, TimeProvider.System);
        var options = new LiveGenreOptions { History = new() { FlushInterval = TimeSpan.FromSeconds(0.1), MaxBytes = maxBytes, WindowDays = 3_660, SegmentYears = 100 } };
        Writer = new HistoryWriter(
            Store, Backlog, options, new HistoryMetrics(_services.GetRequiredService<IMeterFactory>()), TimeProvider.System, _logger);
    }

    public HistoryStore Store { get; }

    public HistoryReader Reader => new(Store.Database);

    public HistoryBacklog Backlog { get; } = new();

    public HistoryWriter Writer { get; }

    /// <summary>Ids of the events that were logged, in order.</summary>
    public IReadOnlyList<int> Logged => _logger.Events;

    /// <summary>Waits for a condition, a minute at the most.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        var limit = DateTime.UtcNow + TimeSpan.FromMinutes(1);
        while (!await isSo())
        {
            Assert.True(DateTime.UtcNow < limit, $"a minute went by, and not: {what}");
            await Task.Delay(20);
        }
    }

    /// <summary>Waits until the store has heard a source for so long.</summary>
    public Task UntilHeardAsync(TimeSpan heard) => UntilAsync(
        async () => (await Reader.MeasureAsync("fm", [new(Programme.Noon, Programme.Noon.AddDays(30))], CancellationToken.None))[0].Heard >= heard,
        $"{heard} are stored");

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(CancellationToken.None);
        Writer.Dispose();
        await Store.DisposeAsync();
        await _services.DisposeAsync();
    }

    private sealed class RecordingLogger : ILogger<HistoryWriter>
    {
        private readonly List<int> _events = [];

        public IReadOnlyList<int> Events
        {
            get
            {
                lock (_events)
                {
                    return [.. _events];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_events)
            {
                _events.Add(eventId.Id);
            }
        }
    }
}
