using LiveGenre.Protocol.V1;
using AudioFormat = LiveGenre.Core.Audio.AudioFormat;

namespace LiveGenre.Daemon.Serving;

/// <summary>How one source does now, and what has been counted since the daemon started. Written by the pipeline, read by anyone.</summary>
internal sealed class SourceStatus
{
    private long _windows;
    private long _droppedWindows;
    private long _lostSamples;
    private long _reconnects;
    private long _failedWindows;
    private long _clipped;
    private StrideEntry _stride = new(1, null);
    private StateEntry _state = new(SourceState.Unspecified, "", default);
    private Probe _probe = new(default);

    /// <summary>State, why, and since when; replaced as a whole.</summary>
    public StateEntry Entry => Volatile.Read(ref _state);

    public SourceState State => Entry.State;

    /// <summary>As probed at the last connection; default until then.</summary>
    public AudioFormat Format => Volatile.Read(ref _probe).Format;

    public long WindowCount => Interlocked.Read(ref _windows);

    public long DroppedWindowCount => Interlocked.Read(ref _droppedWindows);

    public long LostSampleCount => Interlocked.Read(ref _lostSamples);

    public long ReconnectCount => Interlocked.Read(ref _reconnects);

    /// <summary>Windows that the model failed on.</summary>
    public long FailedWindowCount => Interlocked.Read(ref _failedWindows);

    /// <summary>Captured samples at full scale.</summary>
    public long ClippedTotal
    {
        get => Interlocked.Read(ref _clipped);
        set => Interlocked.Exchange(ref _clipped, value);
    }

    /// <summary>Hops from one window to the next: 1, or more while the daemon cannot keep up.</summary>
    public int Stride => Volatile.Read(ref _stride).Hops;

    /// <summary>Since when windows are so far apart, by the source's time, UTC; null while they have never been otherwise.</summary>
    public DateTimeOffset? StrideSince => Volatile.Read(ref _stride).Since;

    public void SetStride(int hops, DateTimeOffset since) => Volatile.Write(ref _stride, new StrideEntry(hops, since));

    public void SetFormat(AudioFormat format) => Volatile.Write(ref _probe, new Probe(format));

    public void CountWindow() => Interlocked.Increment(ref _windows);

    public void CountDroppedWindow() => Interlocked.Increment(ref _droppedWindows);

    public void CountLostSamples(long samples) => Interlocked.Add(ref _lostSamples, samples);

    public void CountFailedWindow() => Interlocked.Increment(ref _failedWindows);

    public void CountReconnect() => Interlocked.Increment(ref _reconnects);

    internal void Enter(StateEntry entry) => Volatile.Write(ref _state, entry);

    internal sealed record StateEntry(SourceState State, string Detail, DateTimeOffset Since);

    private sealed record StrideEntry(int Hops, DateTimeOffset? Since);

    private sealed record Probe(AudioFormat Format);
}
