using System.Threading.Channels;
using LiveGenre.Capture;
using LiveGenre.Core.Audio;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>One source on its way through the daemon: where its sound comes from, its buffer, its clock and its feed.</summary>
internal sealed class MonitoredSource
{
    /// <summary>Marks that wait for the front end; at four a second more than any buffer holds.</summary>
    private const int MarkCapacity = 256;

    /// <summary>What pictures of the sound need: the widest column (16 frames, 0.4 s), and the time between two looks.</summary>
    private static readonly TimeSpan KeptForPictures = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _droppedWindows;
    private (ServedModel Model, LabelMap Labels)? _labels;

    public MonitoredSource(
        SourceOptions options, IAudioSource audio, CaptureOptions capture, int sampleRateHz, SourceFeed feed, TimeSpan keptForEvidence = default)
        : this(
            options, audio, new StreamClock(sampleRateHz),
            new SampleRingBuffer(new[] { capture.BufferDuration, keptForEvidence, KeptForPictures }.Max(kept => Samples(kept, sampleRateHz))),
            Samples(capture.BufferDuration, sampleRateHz), feed) =>
        feed.AudioTime = () => Buffer.Written is > 0 and var position ? (Clock.TimeOf(position), Clock.Duration(position)) : null;

    private MonitoredSource(
        SourceOptions options, IAudioSource audio, StreamClock clock, SampleRingBuffer buffer, int maxBacklog, SourceFeed feed)
    {
        (Options, Audio, Clock, Buffer, MaxBacklog, Feed) = (options, audio, clock, buffer, maxBacklog, feed);
        // An older mark says nothing that a newer one does not, but for the reason of a gap; positions tell of the gap itself.
        Marks = Channel.CreateBounded<StreamMark>(new BoundedChannelOptions(MarkCapacity)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
            SingleWriter = true,
            AllowSynchronousContinuations = true, // the thread that captured goes on with the analysis: the sound is in its cache
        });
    }

    public string Id => Options.Id;

    public SourceOptions Options { get; private set; }

    public IAudioSource Audio { get; }

    public StreamClock Clock { get; }

    /// <summary>Mono samples at the model's rate, by absolute position.</summary>
    public SampleRingBuffer Buffer { get; }

    /// <summary>Samples that may wait for analysis; the buffer may keep more for those who look back.</summary>
    public int MaxBacklog { get; }

    public Channel<StreamMark> Marks { get; }

    /// <summary>What waits for the model. For the window queue.</summary>
    public WaitingItems Waiting { get; } = new();

    public SourceFeed Feed { get; }

    public SourceStatus Status => Feed.Status;

    /// <summary>Completes when all that was heard until its end has been published.</summary>
    public Task Drained => _drained.Task;

    /// <summary>The same source under other settings: its time line and its events go on where this one, which has ended, left them.</summary>
    public MonitoredSource With(SourceOptions options, IAudioSource audio) => new(options, audio, Clock, Buffer, MaxBacklog, Feed);

    /// <summary>Goes on without a break under settings that change neither its sound nor the names of its genres.</summary>
    public void GoOnUnder(SourceOptions options)
    {
        Options = options;
        Feed.Rename(SourceDescription.NameOf(options));
    }

    /// <summary>What the genres of <paramref name="model"/> are called here. For the classify stage.</summary>
    public LabelMap LabelsOf(ServedModel model)
    {
        if (_labels is not { } known || known.Model != model)
        {
            _labels = known = (model, model.LabelsFor(Options));
        }
        return known.Labels;
    }

    /// <summary>What clients are told about it while <paramref name="model"/> classifies.</summary>
    public SourceDescription DescriptionUnder(ServedModel model) => SourceDescription.For(model, Options, Audio);

    /// <summary>Counts a window that was lost to overload.</summary>
    public void CountDroppedWindow()
    {
        Status.CountDroppedWindow();
        Interlocked.Increment(ref _droppedWindows);
    }

    /// <summary>Windows lost since this was last asked.</summary>
    public int TakeDroppedWindows() => Interlocked.Exchange(ref _droppedWindows, 0);

    /// <summary>For the publish stage: its end has come through.</summary>
    public void SetDrained() => _drained.TrySetResult();

    private static int Samples(TimeSpan duration, int sampleRateHz) => (int)(duration.TotalSeconds * sampleRateHz);
}
