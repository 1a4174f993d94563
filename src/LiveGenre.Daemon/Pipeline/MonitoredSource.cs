using System.Threading.Channels;
using LiveGenre.Capture;
using LiveGenre.Core.Audio;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>One source on its way through the daemon: where its sound comes from, its buffer, its clock and its feed.</summary>
internal sealed class MonitoredSource
{
    /// <summary>Marks that wait for the front end; at one a block this is over 10 s, more than any buffer holds.</summary>
    private const int MarkCapacity = 256;

    /// <summary>What pictures of the sound need: the widest column (16 frames, 0.4 s), and the time between two looks.</summary>
    private static readonly TimeSpan KeptForPictures = TimeSpan.FromSeconds(2);

    private int _droppedWindows;

    public MonitoredSource(
        SourceOptions options, IAudioSource audio, CaptureOptions capture, int sampleRateHz, SourceFeed feed, TimeSpan keptForEvidence = default)
    {
        Options = options;
        Audio = audio;
        Clock = new StreamClock(sampleRateHz);
        MaxBacklog = (int)(capture.BufferDuration.TotalSeconds * sampleRateHz);
        var kept = Math.Max(MaxBacklog, (int)(keptForEvidence.TotalSeconds * sampleRateHz));
        Buffer = new SampleRingBuffer(Math.Max(kept, (int)(KeptForPictures.TotalSeconds * sampleRateHz)));
        Feed = feed;
        feed.AudioTime = () => Buffer.Written is > 0 and var position ? (Clock.TimeOf(position), Clock.Duration(position)) : null;
        // An older mark says nothing that a newer one does not, but for the reason of a gap; positions tell of the gap itself.
        Marks = Channel.CreateBounded<StreamMark>(new BoundedChannelOptions(MarkCapacity)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
            SingleWriter = true,
        });
    }

    public string Id => Options.Id;

    public SourceOptions Options { get; }

    public IAudioSource Audio { get; }

    public StreamClock Clock { get; }

    /// <summary>Mono samples at the model's rate, by absolute position.</summary>
    public SampleRingBuffer Buffer { get; }

    /// <summary>Samples that may wait for analysis; the buffer may keep more for those who look back.</summary>
    public int MaxBacklog { get; }

    public Channel<StreamMark> Marks { get; }

    public SourceFeed Feed { get; }

    public SourceStatus Status => Feed.Status;

    /// <summary>Counts a window that was lost to overload.</summary>
    public void CountDroppedWindow()
    {
        Status.CountDroppedWindow();
        Interlocked.Increment(ref _droppedWindows);
    }

    /// <summary>Windows lost since this was last asked.</summary>
    public int TakeDroppedWindows() => Interlocked.Exchange(ref _droppedWindows, 0);
}
