using LiveGenre.Capture;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>Keeps one source connected and its ring buffer filled. Nothing else opens, reads or recovers it.</summary>
internal sealed class CaptureStage(
    MonitoredSource source, ReadEnds ends, CaptureOptions options, PipelineMetrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>A connection that lasted so long was a good one; the next loss begins with the shortest wait.</summary>
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(30);

    private readonly long _begin = source.Buffer.Written; // where it goes on under other settings
    private readonly RetryBackoff _backoff = new(options.FirstRetryDelay, options.MaxRetryDelay, Random.Shared);

    /// <summary>Runs until the source ends for good or <paramref name="stop"/> fires; then completes the source's marks.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await Task.Yield(); // opening a device may block the thread that starts the pipeline
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (await ConnectOnceAsync(stop) is not { } delay)
                {
                    return;
                }
                await Task.Delay(delay, time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            source.Marks.Writer.TryComplete();
        }
    }

    /// <summary>One connection from opening to its end.</summary>
    /// <returns>How long to wait before the next; null when the source has ended for good.</returns>
    private async Task<TimeSpan?> ConnectOnceAsync(CancellationToken stop)
    {
        var started = time.GetTimestamp();
        try
        {
            await using var capture = await source.Audio.OpenAsync(stop);
            source.Status.SetFormat(capture.Format);
            if (source.Buffer.Written > _begin)
            {
                source.Status.CountReconnect();
                metrics.Reconnect(source.Id);
            }
            logger.CaptureOpened(source.Id, source.Audio.Address, capture.Format);
            var pump = new CapturePump(source, capture, ends, options, metrics, time, logger);
            await pump.RunAsync(stop);
            if (!source.Audio.IsLive)
            {
                source.Feed.ChangeState(SourceState.Ended, "The end of the audio.");
                return null;
            }
            return Lose(SourceState.Retrying, "The stream has ended.", started);
        }
        catch (AudioSourceException error) when (IsPermanent(error))
        {
            source.Feed.ChangeState(SourceState.Failed, error.Message);
            logger.CaptureFailed(source.Id, error.Message);
            return null;
        }
        catch (AudioSourceException error)
        {
            var isLost = IsConnected && error.Fault is (AudioSourceFault.Lost or AudioSourceFault.NotFound);
            return Lose(isLost ? SourceState.DeviceLost : SourceState.Retrying, error.Message, started);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Lose(SourceState.Retrying, $"No data for {options.ReconnectAfter.TotalSeconds:0.#} s; connecting afresh.", started);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever a driver or a decoder throws is one source's trouble, never the daemon's.
            logger.CaptureFaulted(source.Id, error);
            return Lose(SourceState.Retrying, $"{source.Audio.Address}: {error.Message}", started);
        }
    }

    private TimeSpan Lose(SourceState state, string why, long started)
    {
        var uptime = IsConnected ? time.GetElapsedTime(started) : TimeSpan.Zero;
        if (uptime > StableAfter)
        {
            _backoff.Reset();
        }
        var delay = _backoff.NextDelay();
        source.Feed.ChangeState(state, why);
        logger.CaptureStopped(source.Id, why, uptime, delay);
        return delay;
    }

    private bool IsConnected => source.Status.State is SourceState.Running or SourceState.DigitalSilence or SourceState.NoData;

    /// <summary>Waiting cannot mend a file that is missing or no audio; a device or a stream may come back.</summary>
    private bool IsPermanent(AudioSourceException error) =>
        error.Fault == AudioSourceFault.MissingDependency || !source.Audio.IsLive;
}
