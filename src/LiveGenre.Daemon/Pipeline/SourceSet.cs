using LiveGenre.Capture;
using LiveGenre.Capture.Raw;
using LiveGenre.Core.Audio;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>All sources of this run.</summary>
internal sealed record SourceSet(IReadOnlyList<MonitoredSource> Sources)
{
    /// <summary>Makes the sources that the settings name; nothing is opened yet.</summary>
    /// <param name="options">All settings.</param>
    /// <param name="manifest">The model's needs.</param>
    /// <param name="open">What makes a source from its settings: <see cref="Open(SourceOptions)"/>, or a benchmark's own signals.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="SettingsException">An address is malformed, or the demo programme is missing.</exception>
    public static SourceSet Create(
        LiveGenreOptions options, ModelManifest manifest, Func<SourceOptions, IAudioSource> open, TimeProvider time)
    {
        var errors = new List<string>();
        var sources = new List<MonitoredSource>();
        var frontEnd = manifest.FrontEnd.ToParameters();
        var shape = WindowShape.For(manifest, options.Windowing.Hop);
        // Differs with each start, so that a token of an earlier run is known for one.
        var epoch = time.GetUtcNow().Ticks;
        foreach (var (index, source) in options.Sources.Index())
        {
            try
            {
                var audio = open(source);
                var description = SourceDescription.For(
                    manifest, shape, source.Id, source.Name.Length > 0 ? source.Name : source.Id,
                    source.Address == DemoProgramme.Address ? source.Address : audio.Address);
                var feed = new SourceFeed(description, options.Serving, epoch, time);
                sources.Add(new MonitoredSource(source, audio, options.Capture, frontEnd.SampleRateHz, feed, options.Evidence.BufferDuration));
            }
            catch (Exception error) when (error is ArgumentException or AudioSourceException)
            {
                errors.Add($"{LiveGenreOptions.Section}:Sources:{index}:Address = \"{AddressSecrets.Redact(source.Address)}\": {error.Message}");
            }
        }
        return errors.Count == 0 ? new SourceSet(sources) : throw new SettingsException(errors);
    }

    /// <summary>The source that a SOURCE asks for; files play at their own speed.</summary>
    /// <exception cref="ArgumentException">The address is malformed, or the demo programme is missing.</exception>
    public static IAudioSource Open(SourceOptions source) => Open(source, realTime: true);

    /// <summary>The source that a SOURCE asks for.</summary>
    /// <param name="source">Its settings.</param>
    /// <param name="realTime">Whether files play at their own speed, rather than as fast as they can be read.</param>
    /// <exception cref="ArgumentException">The address is malformed, or the demo programme is missing.</exception>
    public static IAudioSource Open(SourceOptions source, bool realTime)
    {
        var isDemo = source.Address == DemoProgramme.Address;
        var address = isDemo
            ? DemoProgramme.Find() ?? throw new ArgumentException("the demo programme has not been rendered; run tools/demo/build.sh, or name its file in LIVEGENRE_DEMO.")
            : source.Address;
        return AudioSourceFactory.Create(address, new AudioSourceOptions
        {
            RealTime = realTime,
            Loop = source.Loop || isDemo,
            RawFormat = ReadRawFormat(source),
        });
    }

    private static RawFormat ReadRawFormat(SourceOptions source) =>
        RawFormat.TryParseEncoding(source.RawEncoding, out var encoding)
            ? new RawFormat(new AudioFormat(source.RawSampleRateHz, source.RawChannels), encoding)
            : throw new ArgumentException($"RawEncoding = \"{source.RawEncoding}\" is not known; known are {RawFormat.EncodingNames}.");
}
