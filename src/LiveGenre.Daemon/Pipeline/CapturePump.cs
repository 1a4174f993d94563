using System.Buffers;
using LiveGenre.Capture;
using LiveGenre.Core.Audio;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Telemetry;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>One connection's samples, mixed and resampled, into the ring buffer; its watchdog and its running states.</summary>
internal sealed class CapturePump
{
    /// <summary>Clocks that are set right by less are slewed, not stepped.</summary>
    private static readonly TimeSpan LeastStep = TimeSpan.FromSeconds(0.5);

    // Held while the buffer is written: by the reading loop, or by the watchdog while that waits.
    private readonly Lock _gate = new();
    private readonly MonitoredSource _source;
    private readonly IAudioCapture _capture;
    private readonly ReadEnds _ends;
    private readonly CaptureOptions _options;
    private readonly PipelineMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ChannelMixer _mixer;
    private readonly PolyphaseResampler _resampler;
    private readonly float[] _interleaved;
    private readonly long _clippedBefore;
    private readonly string _runningDetail;
    private long _lastDataTimestamp;
    private long _lastWriteTimestamp;
    private long _zeroRun;
    private DateTimeOffset _clockReadUtc;
    private long _clockReadTimestamp;
    private bool _isAfterGap;
    private long _nonFinite; // samples of this connection that were no numbers

    public CapturePump(
        MonitoredSource source,
        IAudioCapture capture,
        ReadEnds ends,
        CaptureOptions options,
        PipelineMetrics metrics,
        TimeProvider time,
        ILogger logger)
    {
        _lastDataTimestamp = _lastWriteTimestamp = time.GetTimestamp();
        (_clockReadUtc, _clockReadTimestamp) = (time.GetUtcNow(), _lastDataTimestamp);
        _isAfterGap = source.Buffer.Written > 0;
        (_source, _capture, _ends, _options, _metrics, _time, _logger) = (source, capture, ends, options, metrics, time, logger);
        var format = capture.Format;
        UsableFormat.Require(format, source.Options.Channel, source.Audio.Address);
        _mixer = new ChannelMixer(format.Channels, source.Options.Channel);
        _resampler = new PolyphaseResampler(format.SampleRateHz, source.Clock.SampleRateHz);
        _interleaved = new float[_resampler.InputFor(ends.MaxStep) * format.Channels]; // the first step takes most
        _clippedBefore = source.Status.ClippedTotal;
        _runningDetail = $"Listening: {format}.";
    }

    /// <summary>Reads until the stream ends.</summary>
    /// <exception cref="AudioSourceException">The stream was lost.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired, or nothing arrived for as long as the watchdog waits.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var connection = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var watchdog = _time.CreateTimer(
            _ => Watch(connection), null, _options.NoDataAfter / 4, _options.NoDataAfter / 4);
        while (true)
        {
            var frames = Math.Clamp(
                _resampler.InputFor((int)(_ends.After(_source.Buffer.Written) - _source.Buffer.Written)), 1, _interleaved.Length / _capture.Format.Channels);
            var read = await _capture.ReadAsync(_interleaved.AsMemory(0, frames * _capture.Format.Channels), frames, connection.Token);
            connection.Token.ThrowIfCancellationRequested(); // what such a read still brings came before the silence that ended it
            lock (_gate)
            {
                if (read.LostFrameCount > 0 && _source.Buffer.Written > 0) // what was lost before the first sample is before the stream
                {
                    LoseFrames(read.LostFrameCount);
                }
                if (read.SampleCount == 0)
                {
                    WriteRest();
                    return;
                }
                Take(_interleaved.AsSpan(0, read.SampleCount));
            }
        }
    }

    private void Take(ReadOnlySpan<float> interleaved)
    {
        _lastDataTimestamp = _lastWriteTimestamp = _time.GetTimestamp();
        var frames = interleaved.Length / _capture.Format.Channels;
        var mixed = ArrayPool<float>.Shared.Rent(frames);
        var resampled = ArrayPool<float>.Shared.Rent(_resampler.MaxOutput(frames));
        var mono = mixed.AsSpan(0, _mixer.Mix(interleaved, mixed));
        _source.Status.ClippedTotal = _clippedBefore + _mixer.ClippedSampleCount;
        FollowNonFinite();
        FollowSilence(mono);
        BeginAfterGap((long)mono.Length * _source.Clock.SampleRateHz / _capture.Format.SampleRateHz);
        Write(resampled.AsSpan(0, _resampler.Process(mono, resampled)));
        ArrayPool<float>.Shared.Return(mixed);
        ArrayPool<float>.Shared.Return(resampled);
        FollowClock();
    }

    /// <summary>On the stream's time line the first sample of a connection stands where the clock says that it was captured.</summary>
    /// <param name="length">Samples since then.</param>
    private void BeginAfterGap(long length)
    {
        if (_isAfterGap)
        {
            _isAfterGap = false;
            SkipTo(_source.Clock.PositionAt(_time.GetUtcNow()) - length, Gap.Types.Reason.Reconnect);
        }
    }

    private void FollowClock()
    {
        if (_source.Clock.Observe(_source.Buffer.Written, _time.GetUtcNow()) != TimeSpan.Zero)
        {
            ReportStep();
        }
    }

    /// <summary>Says so if the system clock was stepped; a source that began late, or stood still, looks the same from its positions.</summary>
    private void ReportStep()
    {
        var (utc, timestamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        var step = utc - _clockReadUtc - _time.GetElapsedTime(_clockReadTimestamp, timestamp);
        (_clockReadUtc, _clockReadTimestamp) = (utc, timestamp);
        if (step.Duration() > LeastStep)
        {
            _logger.ClockStepped(_source.Id, step);
        }
    }

    private void Write(ReadOnlySpan<float> samples)
    {
        _source.Buffer.Write(samples);
        _metrics.Samples(_source.Id, samples.Length);
        Mark();
    }

    private void FollowNonFinite()
    {
        if (_mixer.NonFiniteSampleCount - _nonFinite is > 0 and var count)
        {
            if (_nonFinite == 0)
            {
                _logger.NonFiniteSamples(_source.Id, count);
            }
            _nonFinite += count;
            _metrics.NonFiniteSamples(_source.Id, count);
        }
    }

    private void FollowSilence(ReadOnlySpan<float> mono)
    {
        var lastSound = mono.LastIndexOfAnyExcept(0f);
        _zeroRun = lastSound < 0 ? _zeroRun + mono.Length : mono.Length - 1 - lastSound;
        if (_zeroRun >= _options.DigitalSilenceAfter.TotalSeconds * _capture.Format.SampleRateHz)
        {
            _source.Feed.ChangeState(SourceState.DigitalSilence, "Every sample is zero.");
        }
        else if (lastSound >= 0)
        {
            _source.Feed.ChangeState(SourceState.Running, _runningDetail);
        }
    }

    private void LoseFrames(long frames)
    {
        var samples = frames * _source.Clock.SampleRateHz / _capture.Format.SampleRateHz;
        WriteRest();
        _resampler.Reset();
        SkipTo(_source.Buffer.Written + samples, Gap.Types.Reason.Overrun);
    }

    /// <summary>Ends what the resampler holds as if silence followed.</summary>
    private void WriteRest()
    {
        var rest = new float[_resampler.MaxFlushOutput];
        Write(rest.AsSpan(0, _resampler.Flush(rest)));
    }

    private void SkipTo(long position, Gap.Types.Reason reason)
    {
        var start = _source.Buffer.Written;
        position = Math.Max(position, start + 1); // also where the clock says that no time has passed: the sound does not go on
        _source.Buffer.SkipTo(position);
        Mark(new StreamGap(start, position, reason));
    }

    private void Mark(StreamGap? gap = null) =>
        _source.Marks.Writer.TryWrite(new StreamMark(_source.Buffer.Written, _source.Status.ClippedTotal, _time.GetTimestamp(), gap));

    private void Watch(CancellationTokenSource connection)
    {
        lock (_gate)
        {
            var idle = _time.GetElapsedTime(_lastDataTimestamp);
            if (idle < _options.NoDataAfter)
            {
                return;
            }
            if (_source.Audio.IsSilentWhenIdle)
            {
                _source.Feed.ChangeState(SourceState.DigitalSilence, "The loopback has nothing to play.");
                WriteSilence();
                return;
            }
            _source.Feed.ChangeState(SourceState.NoData, "Connected, and nothing arrives.");
            // What is not live cannot be connected afresh: a file would begin again, and what writes into our standard input may only pause.
            if (idle >= _options.ReconnectAfter && _source.Audio.IsLive)
            {
                connection.Cancel();
            }
        }
    }

    /// <summary>A loopback that delivers nothing is silent: zeros go on in real time, to whatever the system clock is set meanwhile.</summary>
    private void WriteSilence()
    {
        var now = _time.GetTimestamp();
        var missing = (long)(_time.GetElapsedTime(_lastWriteTimestamp, now).TotalSeconds * _source.Clock.SampleRateHz);
        _lastWriteTimestamp = now;
        BeginAfterGap(missing);
        var zeros = new float[Math.Min(missing, _source.Clock.SampleRateHz)];
        for (; missing > 0; missing -= zeros.Length)
        {
            Write(zeros.AsSpan(0, (int)Math.Min(missing, zeros.Length)));
        }
        FollowClock();
    }
}
