using System.Globalization;
using System.Numerics.Tensors;
using LiveGenre.Capture;
using LiveGenre.Cli.Evaluation;
using LiveGenre.Cli.Files;
using LiveGenre.Core.Audio;
using LiveGenre.Core.Decisions;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;

namespace LiveGenre.Cli.Classification;

/// <summary>Runs whole files through the daemon's own path, one at a time.</summary>
/// <param name="bundle">The model.</param>
/// <param name="options">Hop, levels of silence, batch.</param>
/// <param name="channel">The one channel to take, from 0; null mixes all.</param>
/// <param name="condition">What the sound goes through first; null for nothing.</param>
internal sealed class FileClassifier(ModelBundle bundle, LiveGenreOptions options, int? channel, ListeningCondition? condition = null) : IDisposable
{
    private readonly OnnxGenreClassifier _classifier = new(bundle, new OnnxClassifierOptions { MaxBatch = options.Model.MaxBatch });

    /// <summary>Classifies a file.</summary>
    /// <exception cref="AudioSourceException">It is missing, no audio, damaged or too short; the message names it.</exception>
    /// <exception cref="ModelOutputException">The model is broken.</exception>
    public async Task<ClassifiedFile> ClassifyAsync(string path, CancellationToken cancellation)
    {
        var windows = new List<ClassifiedWindow>();
        var (duration, odd) = condition is null
            ? await ReadAsync(path, windows, cancellation)
            : await ReadAsync(path, condition, windows, cancellation);
        return windows.Count > 0
            ? new ClassifiedFile(path, duration, windows, odd)
            : throw new AudioSourceException(AudioSourceFault.UnsupportedFormat, path, string.Create(CultureInfo.InvariantCulture,
                $"'{path}' is too short: {duration.TotalSeconds:0.00} s; at least 1 s is needed."));
    }

    /// <summary>Rate of the samples that the model sees, Hz.</summary>
    public int SampleRateHz { get; } = bundle.Manifest.FrontEnd.ToParameters().SampleRateHz;

    /// <summary>Classifies samples that are there already, as they are.</summary>
    /// <param name="name">What to call them.</param>
    /// <param name="recording">[n], mono at <see cref="SampleRateHz"/>, 1 s or more.</param>
    public ClassifiedFile Classify(string name, float[] recording)
    {
        var windows = new List<ClassifiedWindow>();
        Listen(recording, windows);
        return new(name, Duration(recording), windows, 0);
    }

    /// <inheritdoc/>
    public void Dispose() => _classifier.Dispose();

    private async Task<(TimeSpan Duration, long NonFiniteSampleCount)> ReadAsync(
        string path, List<ClassifiedWindow> windows, CancellationToken cancellation)
    {
        await using var samples = await FileSamples.OpenAsync(path, channel, cancellation);
        var analyzer = new AudioAnalyzer(_classifier, options, samples.Format, channel);
        void Take(AnalysisWindow window, DecisionSegment? closed) => windows.Add(Classified(window, analyzer.SampleRateHz));
        for (var block = await samples.ReadAsync(cancellation); !block.IsEmpty; block = await samples.ReadAsync(cancellation))
        {
            analyzer.Push(block.Span, Take);
        }
        analyzer.Complete(Take);
        return (samples.Duration, analyzer.NonFiniteSampleCount);
    }

    /// <summary>A condition needs the whole recording at once, mono at the model's rate.</summary>
    private async Task<(TimeSpan Duration, long NonFiniteSampleCount)> ReadAsync(
        string path, ListeningCondition through, List<ClassifiedWindow> windows, CancellationToken cancellation)
    {
        var recording = await MonoSamples.ReadAsync(path, SampleRateHz, channel, cancellation);
        Listen(await through.ApplyAsync(recording, cancellation), windows);
        return (Duration(recording), 0);
    }

    private void Listen(ReadOnlySpan<float> recording, List<ClassifiedWindow> windows)
    {
        var analyzer = new AudioAnalyzer(_classifier, options, new AudioFormat(SampleRateHz, 1));
        void Take(AnalysisWindow window, DecisionSegment? closed) => windows.Add(Classified(window, SampleRateHz));
        analyzer.Push(recording, Take);
        analyzer.Complete(Take);
    }

    private TimeSpan Duration(float[] recording) => TimeSpan.FromSeconds((double)recording.Length / SampleRateHz);

    private static ClassifiedWindow Classified(AnalysisWindow window, int sampleRateHz)
    {
        var (start, end) = (TimeSpan.FromSeconds((double)window.Start / sampleRateHz), TimeSpan.FromSeconds((double)window.End / sampleRateHz));
        if (window.IsSilent)
        {
            return new(start, end, Activity.Silence, 1, []) { Decision = window.Decision, DecidedActivity = window.Activity };
        }
        var activity = TensorPrimitives.IndexOfMax<float>(window.ActivityPosterior);
        return new(start, end, (Activity)activity, window.ActivityPosterior[activity], [.. window.Posterior])
        {
            ActivityPosterior = [.. window.ActivityPosterior],
            Decision = window.Decision,
            DecidedActivity = window.Activity,
        };
    }
}
