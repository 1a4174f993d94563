using LiveGenre.Capture;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>The sources of this run, which come and go while it lasts. Safe for any thread.</summary>
/// <param name="options">All settings.</param>
/// <param name="model">What classifies them.</param>
/// <param name="open">What makes a source from its settings: <see cref="SourceOpening.Open(SourceOptions)"/>, or a benchmark's own signals.</param>
/// <param name="time">The clock.</param>
internal sealed class SourceSet(LiveGenreOptions options, LiveModel model, Func<SourceOptions, IAudioSource> open, TimeProvider time)
{
    private readonly Lock _gate = new();
    private MonitoredSource[] _sources = [];
    private long _lastEpoch;

    /// <summary>All sources at this moment, in the order in which they came.</summary>
    public IReadOnlyList<MonitoredSource> All => Volatile.Read(ref _sources);

    /// <summary>Their feeds.</summary>
    public SourceFeeds Feeds { get; } = new();

    /// <summary>Makes the sources that the settings name; nothing is opened yet.</summary>
    /// <exception cref="SettingsException">An address is malformed, or the demo programme is missing.</exception>
    public void AddConfigured()
    {
        var errors = new List<string>();
        foreach (var (index, source) in options.Sources.Index())
        {
            try
            {
                Add(Make(source));
            }
            catch (Exception error) when (error is ArgumentException or AudioSourceException)
            {
                errors.Add($"{LiveGenreOptions.Section}:Sources:{index}:Address = \"{AddressSecrets.Redact(source.Address)}\": {error.Message}");
            }
        }
        if (errors.Count > 0)
        {
            throw new SettingsException(errors);
        }
    }

    /// <summary>A source with a feed of its own; nothing is opened yet, and it is not in the set.</summary>
    /// <exception cref="ArgumentException">The address is malformed, or the demo programme is missing.</exception>
    public MonitoredSource Make(SourceOptions source)
    {
        var (audio, current) = (open(source), model.Current);
        var feed = new SourceFeed(SourceDescription.For(current, source, audio), options.Serving, NextEpoch(), time);
        return new MonitoredSource(source, audio, options.Capture, current.Manifest.FrontEnd.SampleRateHz, feed, options.Evidence.BufferDuration);
    }

    /// <summary>The sound that settings ask for; nothing is opened yet.</summary>
    /// <inheritdoc cref="Make"/>
    public IAudioSource MakeAudio(SourceOptions source) => open(source);

    /// <summary>The source of this id; null if there is none.</summary>
    public MonitoredSource? Find(string id) => All.FirstOrDefault(s => s.Id == id);

    /// <summary>Adds a source whose id is not taken.</summary>
    public void Add(MonitoredSource source)
    {
        lock (_gate)
        {
            _sources = [.. _sources, source];
        }
        Feeds.Add(source.Feed);
    }

    /// <summary>Puts one source in the place of another, whose feed it has taken over.</summary>
    public void Replace(MonitoredSource old, MonitoredSource next)
    {
        lock (_gate)
        {
            _sources = [.. _sources.Select(s => s == old ? next : s)];
        }
    }

    /// <summary>Takes a source out; who subscribes to it is told.</summary>
    public void Remove(MonitoredSource source)
    {
        lock (_gate)
        {
            _sources = [.. _sources.Where(s => s != source)];
        }
        Feeds.Remove(source.Id);
    }

    /// <summary>Differs with each start and each source, so that a token of an earlier run, or of a removed source, is known for one.</summary>
    private long NextEpoch()
    {
        lock (_gate)
        {
            return _lastEpoch = Math.Max(_lastEpoch + 1, time.GetUtcNow().Ticks);
        }
    }
}
