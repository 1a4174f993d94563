using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Evidence;

/// <summary>
/// Keeps the sound around each change of a decision. The pipeline only notes the change; the sound is read from the
/// source's buffer, and written, here. What it cannot keep is counted and said once for as long as it lasts.
/// </summary>
internal sealed class EvidenceRecorder(
    EvidenceOptions options, EvidenceFolder folder, EvidenceMetrics metrics, TimeProvider time, ILogger<EvidenceRecorder> logger)
    : BackgroundService
{
    /// <summary>Changes that may wait for their sound or the disk; more at once are lost, and counted.</summary>
    internal const int MaxWaiting = 256;

    /// <summary>Between looks at what waits; the buffer holds seconds more than a clip.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly List<(DecisionChange Change, long Noted)> _waiting = [];
    private readonly Lock _cutting = new();
    // The memory of one clip, 2 MB by default, serves the next.
    private float[] _sound = [];
    private byte[] _file = [];
    private long _lost;
    private string _trouble = "";

    /// <summary>Clips lost since the daemon started.</summary>
    public long LostCount => Interlocked.Read(ref _lost);

    /// <summary>Why the last clip could not be kept; empty when it was.</summary>
    public string Trouble => Volatile.Read(ref _trouble);

    /// <summary>Notes a change; never waits.</summary>
    public void Note(DecisionChange change)
    {
        if (!options.Enabled)
        {
            return;
        }
        lock (_gate)
        {
            if (_waiting.Count < MaxWaiting)
            {
                _waiting.Add((change, time.GetTimestamp()));
                return;
            }
        }
        Lose(change.SourceId, $"{MaxWaiting} clips wait to be written; the disk is too slow.");
    }

    /// <summary>Keeps the clips whose sound is there by now.</summary>
    /// <param name="atOnce">Whether also those whose sound is still to come are cut, as far as it has come.</param>
    internal void KeepDue(bool atOnce = false)
    {
        List<DecisionChange> due;
        lock (_gate)
        {
            due = [.. _waiting.Where(w => atOnce || IsDue(w.Change, w.Noted)).Select(w => w.Change)];
            _waiting.RemoveAll(w => due.Contains(w.Change));
        }
        lock (_cutting)
        {
            due.ForEach(Keep);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        KeepDue(atOnce: true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Enabled)
        {
            return;
        }
        logger.EvidenceIsKept(folder.Path, options.MaxBytes);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            KeepDue();
        }
    }

    /// <summary>Whether the clip's last sample is there, or will not come: the source has been lost or has ended.</summary>
    private bool IsDue(DecisionChange change, long noted) =>
        change.Samples.Written >= EndOf(change)
        || time.GetElapsedTime(noted) > TimeSpan.FromSeconds(options.SecondsAfter) + (EvidenceOptions.Patience / 2);

    private void Keep(DecisionChange change)
    {
        try
        {
            if (Cut(change) is not { } cut)
            {
                Lose(change.SourceId, "The sound was overwritten before it could be kept; the daemon cannot keep up.");
                return;
            }
            folder.Write(cut.Clip, _file.AsSpan(0, cut.FileLength));
            metrics.ClipKept(change.SourceId);
            Recover();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Lose(change.SourceId, error.Message);
        }
    }

    /// <summary>The unbroken sound around the change, as far as it reaches both ways, in <see cref="_file"/>; null if the change itself is gone.</summary>
    private (EvidenceClip Clip, int FileLength)? Cut(DecisionChange change)
    {
        var (samples, clock) = (change.Samples, change.Clock);
        var stretch = samples.FindStretch(change.Position - ((long)options.SecondsBefore * clock.SampleRateHz));
        while (stretch.End <= change.Position && stretch.Start < stretch.End)
        {
            stretch = samples.FindStretch(stretch.End);
        }
        var (start, end) = (stretch.Start, Math.Min(stretch.End, EndOf(change)));
        if (start > change.Position || end <= change.Position)
        {
            return null;
        }
        var length = (int)(end - start);
        var sound = AtLeast(ref _sound, length);
        if (!samples.TryRead(start, sound))
        {
            return null;
        }
        var clip = new EvidenceClip(Whole(clock.TimeOf(start)), change.SourceId, change.PreviousLabel, change.Label,
            Whole(clock.Duration(change.Position - start)), Whole(clock.Duration(sound.Length))).Fitting();
        var fileLength = WavClip.LengthOf(length);
        WavClip.Encode(sound, clock.SampleRateHz, AtLeast(ref _file, fileLength));
        return (clip, fileLength);
    }

    private static Span<T> AtLeast<T>(ref T[] memory, int length)
    {
        if (memory.Length < length)
        {
            memory = new T[length];
        }
        return memory.AsSpan(0, length);
    }

    private long EndOf(DecisionChange change) => change.Position + ((long)options.SecondsAfter * change.Clock.SampleRateHz);

    private void Lose(string sourceId, string why)
    {
        Interlocked.Increment(ref _lost);
        metrics.ClipLost(sourceId);
        if (Interlocked.Exchange(ref _trouble, why).Length == 0)
        {
            logger.EvidenceLost(sourceId, why);
        }
    }

    private void Recover()
    {
        if (Interlocked.Exchange(ref _trouble, "").Length > 0)
        {
            logger.EvidenceIsKeptAgain(LostCount);
        }
    }

    private static DateTimeOffset Whole(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond)).ToUniversalTime();

    private static TimeSpan Whole(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Floor(time.TotalMilliseconds));
}
