using LiveGenre.Daemon.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace LiveGenre.Daemon.History;

/// <summary>Writes what waits, four times a second; when the store fails, tries again until it does not, and meanwhile nobody waits for it.</summary>
internal sealed class HistoryWriter : BackgroundService
{
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(15);

    /// <summary>Time between looks for what is too old or too much.</summary>
    private static readonly TimeSpan TrimInterval = TimeSpan.FromSeconds(30);

    private readonly HistoryStore _store;
    private readonly HistoryBacklog _backlog;
    private readonly HistoryOptions _options;
    private readonly TimeSpan _lastWrite;
    private readonly HistoryMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<HistoryWriter> _logger;
    private readonly ResiliencePipeline _retry;
    private HistoryBatch? _pending;
    private HistoryBatch? _written; // its memory serves the next
    private Outage? _outage;
    private bool _isFull;
    private bool _trimFailed;
    private long? _lastTrim; // null where it is due at once

    public HistoryWriter(
        HistoryStore store, HistoryBacklog backlog, LiveGenreOptions options, HistoryMetrics metrics, TimeProvider time, ILogger<HistoryWriter> logger)
    {
        (_store, _backlog, _options, _lastWrite) = (store, backlog, options.History, options.Serving.DrainTimeout);
        (_metrics, _time, _logger) = (metrics, time, logger);
        _retry = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is { } error and not OperationCanceledException && !store.Database.IsRejection(error)),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstRetryDelay,
                MaxDelay = MaxRetryDelay,
                OnRetry = args =>
                {
                    BeginOutage(args.Outcome.Exception!);
                    return default;
                },
            })
            .Build();
        metrics.Observe(backlog, () => Trouble is null);
    }

    /// <summary>Why nothing is being written, as a sentence; null while it is.</summary>
    public string? Trouble => Volatile.Read(ref _outage)?.Why;

    /// <summary>Writing began to fail, or works again.</summary>
    public event Action? TroubleChanged;

    /// <summary>Opens the store before anything else starts. One that cannot be reached now is tried again later.</summary>
    /// <exception cref="SettingsException">It will not be usable until someone acts.</exception>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        try
        {
            await _store.OpenAsync(cancellation);
            _logger.HistoryOpened(_store.Database.Place, _options.WindowDays, _options.SegmentYears, _options.MaxBytes / 1_000_000);
        }
        catch (HistoryRefusedException error)
        {
            throw new SettingsException([$"{LiveGenreOptions.Section}:History: {error.Message}."]);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            BeginOutage(error);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.FlushInterval, _time);
        try
        {
            // Now rather than after the first write: its first run takes longest, and what is on air waits behind it.
            await TrimAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await WriteWaitingAsync(stoppingToken);
                await TrimAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Here, not at the end of the loop: a writer that is stopped at once never began it.
        if (ExecuteTask is not { IsCompleted: false })
        {
            await WriteLastAsync();
        }
    }

    private async Task WriteWaitingAsync(CancellationToken stop)
    {
        do
        {
            _pending ??= _backlog.Take(_written);
            // During an outage an empty batch finds out whether it is over.
            if (!_pending.IsEmpty || _outage is not null)
            {
                await WriteAsync(_pending, stop);
            }
            (_written, _pending) = (_pending, null);
        }
        while (_backlog.WaitingWindows >= HistoryBacklog.BatchWindows);
    }

    private async Task WriteAsync(HistoryBatch batch, CancellationToken stop)
    {
        try
        {
            await _retry.ExecuteAsync(async cancellation =>
            {
                if (_isFull)
                {
                    // No write will go better before there is room.
                    await _store.TrimAsync(Limits(), cancellation);
                }
                var started = _time.GetTimestamp();
                await _store.WriteAsync(batch, cancellation);
                _metrics.Written(batch, _time.GetElapsedTime(started));
            }, stop);
        }
        catch (Exception error) when (_store.Database.IsRejection(error))
        {
            _backlog.CountLost(batch);
            _logger.HistoryBatchRefused(batch.Windows.Count, batch.Segments.Count, error);
        }
        EndOutage();
    }

    private async Task TrimAsync(CancellationToken stop)
    {
        if (_lastTrim is { } last && _time.GetElapsedTime(last) < TrimInterval)
        {
            return;
        }
        try
        {
            var hasMore = await _store.TrimAsync(Limits(), stop);
            // What is left is deleted in the pauses between writes.
            _lastTrim = hasMore ? null : _time.GetTimestamp();
            _trimFailed = false;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _lastTrim = _time.GetTimestamp();
            if (!_trimFailed)
            {
                _trimFailed = true;
                _logger.HistoryTrimFailed(error.Message);
            }
        }
    }

    /// <summary>What waits at the end gets one try.</summary>
    private async Task WriteLastAsync()
    {
        using var limit = new CancellationTokenSource(_lastWrite, _time);
        try
        {
            // One that only asked whether the store is back may pend before all that waits.
            for (var batch = _pending is { IsEmpty: false } kept ? kept : _backlog.Take(); !batch.IsEmpty; batch = _backlog.Take())
            {
                _pending = batch;
                await _store.WriteAsync(batch, limit.Token);
                _pending = null;
            }
        }
        catch (Exception error)
        {
            _logger.HistoryCutOff(_pending!.Windows.Count + _backlog.WaitingWindows, _pending.Segments.Count, error);
        }
    }

    private HistoryLimits Limits()
    {
        var now = _time.GetUtcNow();
        return new(now.AddDays(-_options.WindowDays), now.AddYears(-_options.SegmentYears), _options.MaxBytes);
    }

    private void BeginOutage(Exception error)
    {
        _isFull = _store.Database.IsFull(error);
        var why = $"{_store.Database.Place}: {error.Message.TrimEnd('.')}.";
        var before = _outage;
        Volatile.Write(ref _outage, new Outage(why, before?.Since ?? _time.GetTimestamp()));
        if (before is null)
        {
            _logger.HistoryTrouble(why);
            TroubleChanged?.Invoke();
        }
    }

    private void EndOutage()
    {
        _isFull = false;
        if (_outage is { } outage)
        {
            Volatile.Write(ref _outage, null);
            _logger.HistoryRecovered(_time.GetElapsedTime(outage.Since), _backlog.LostWindows, _backlog.LostSegments);
            TroubleChanged?.Invoke();
        }
    }

    private sealed record Outage(string Why, long Since);
}
