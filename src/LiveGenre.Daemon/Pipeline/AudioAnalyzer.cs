using LiveGenre.Core.Audio;
using LiveGenre.Core.Decisions;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;

namespace LiveGenre.Daemon.Pipeline;

/// <summary>
/// The daemon's whole path for one stream that is pushed rather than captured: interleaved samples in, decided windows
/// out, in order and at once. Files and pushed audio go through it. Not thread-safe.
/// </summary>
public sealed class AudioAnalyzer
{
    /// <summary>Frames that a stream must have at the least to be classified: 1 s.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly AudioFormat _format;
    private readonly ChannelMixer _mixer;
    private readonly PolyphaseResampler _resampler;
    private readonly WindowExtractor _extractor;
    private readonly DecisionTrack _track;
    private readonly AnalysisWindowPool _pool;
    private readonly List<AnalysisWindow> _waiting = [];
    private readonly float[] _mono;
    private readonly float[] _resampled;
    private readonly WindowBatch _batch;
    private readonly LabelMap _labels;
    private readonly SoundManifest? _sound;
    private long _clippedTotal;

    /// <summary>Begins at position 0.</summary>
    /// <param name="classifier">Called by nobody else while this is.</param>
    /// <param name="options">Hop and decisions.</param>
    /// <param name="format">Of the pushed samples.</param>
    /// <param name="channel">The one channel to take, from 0; null mixes all.</param>
    /// <param name="labels">What the genres are called; null leaves them as the model has them.</param>
    public AudioAnalyzer(
        IGenreClassifier classifier, LiveGenreOptions options, AudioFormat format, int? channel = null, LabelMap? labels = null)
    {
        _format = format;
        var manifest = classifier.Manifest;
        var shape = WindowShape.For(manifest, options.Windowing.Hop);
        _pool = new AnalysisWindowPool(shape);
        _mixer = new ChannelMixer(format.Channels, channel);
        SampleRateHz = manifest.FrontEnd.ToParameters().SampleRateHz;
        _resampler = new PolyphaseResampler(format.SampleRateHz, SampleRateHz);
        _extractor = new WindowExtractor(manifest, shape, options.Decisions.Silence);
        _sound = manifest.Sound;
        _labels = labels ?? LabelMap.Identity(manifest.GenreHead.Labels);
        _track = new DecisionTrack(shape, _labels, manifest.Sound, options.Decisions, manifest);
        _mono = new float[Math.Max(1, format.SampleRateHz / 10)];
        _resampled = new float[_resampler.MaxOutput(_mono.Length)];
        _batch = new WindowBatch(classifier, shape);
    }

    /// <summary>Receives each window with its decision. The window is taken back when the call returns.</summary>
    /// <param name="window">All of its parts are filled.</param>
    /// <param name="closed">The segment that ended just before it.</param>
    public delegate void WindowHandler(AnalysisWindow window, DecisionSegment? closed);

    /// <summary>Rate of positions, Hz.</summary>
    public int SampleRateHz { get; }

    /// <summary>Samples, at <see cref="SampleRateHz"/>, taken so far.</summary>
    public long Position => _extractor.Position;

    /// <summary>Captured samples that were no numbers, and were taken as zero.</summary>
    public long NonFiniteSampleCount => _mixer.NonFiniteSampleCount;

    /// <summary>Windows handed out so far.</summary>
    public long WindowCount { get; private set; }

    /// <summary>Takes interleaved samples, whole frames, any number.</summary>
    public void Push(ReadOnlySpan<float> interleaved, WindowHandler handle)
    {
        while (!interleaved.IsEmpty)
        {
            var part = interleaved[..Math.Min(interleaved.Length, _mono.Length * _format.Channels)];
            interleaved = interleaved[part.Length..];
            var mono = _mono.AsSpan(0, _mixer.Mix(part, _mono));
            var clipped = (int)(_mixer.ClippedSampleCount - _clippedTotal);
            _clippedTotal = _mixer.ClippedSampleCount;
            Extract(_resampled.AsSpan(0, _resampler.Process(mono, _resampled)), clipped, handle);
        }
        Classify(handle);
    }

    /// <summary>Ends the stream. One shorter than a window is repeated until it fills one, if it lasts 1 s or more.</summary>
    /// <returns>The segment that was still open; null if there was no window.</returns>
    public DecisionSegment? Complete(WindowHandler handle)
    {
        Extract(_resampled.AsSpan(0, _resampler.Flush(_resampled)), 0, handle);
        Classify(handle);
        if (WindowCount == 0 && Position >= Shortest.TotalSeconds * SampleRateHz && _extractor.Frames.NextFrame > 0)
        {
            var window = _pool.Rent();
            _extractor.TakeShort(window);
            Queue(window);
            Classify(handle);
        }
        return _track.Reset();
    }

    private void Extract(ReadOnlySpan<float> mono, int clipped, WindowHandler handle)
    {
        while (!mono.IsEmpty)
        {
            var block = mono[..Math.Min(mono.Length, _extractor.MaxBlock)];
            mono = mono[block.Length..];
            _extractor.Process(block, clipped);
            clipped = 0;
            for (var window = _pool.Rent(); ; window = _pool.Rent())
            {
                if (!_extractor.TryTake(window))
                {
                    window.Dispose();
                    break;
                }
                Queue(window);
                if (_batch.IsFull)
                {
                    Classify(handle);
                }
            }
        }
    }

    private void Queue(AnalysisWindow window)
    {
        window.Use(_labels, _sound);
        _waiting.Add(window);
        _batch.Add(window);
    }

    private void Classify(WindowHandler handle)
    {
        _batch.Run();
        foreach (var window in _waiting)
        {
            using (window)
            {
                WindowCount++;
                _track.Decide(window, out var closed);
                handle(window, closed);
            }
        }
        _waiting.Clear();
    }
}
