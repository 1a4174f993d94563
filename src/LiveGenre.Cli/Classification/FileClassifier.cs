using System.Globalization;
using System.Numerics.Tensors;
using LiveGenre.Capture;
using LiveGenre.Cli.Files;
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
internal sealed class FileClassifier(ModelBundle bundle, LiveGenreOptions options, int? channel) : IDisposable
{
    private readonly OnnxGenreClassifier _classifier = new(bundle, new OnnxClassifierOptions { MaxBatch = options.Model.MaxBatch });

    /// <summary>Classifies a file.</summary>
    /// <exception cref="AudioSourceException">It is missing, no audio, damaged or too short; the message names it.</exception>
    /// <exception cref="ModelOutputException">The model is broken.</exception>
    public async Task<ClassifiedFile> ClassifyAsync(string path, CancellationToken cancellation)
    {
        await using var samples = await FileSamples.OpenAsync(path, channel, cancellation);
        var analyzer = new AudioAnalyzer(_classifier, options, samples.Format, channel);
        var windows = new List<ClassifiedWindow>();
        void Take(AnalysisWindow window, DecisionSegment? closed) => windows.Add(Classified(window, analyzer.SampleRateHz));
        for (var block = await samples.ReadAsync(cancellation); !block.IsEmpty; block = await samples.ReadAsync(cancellation))
        {
            analyzer.Push(block.Span, Take);
        }
        analyzer.Complete(Take);
        return windows.Count > 0
            ? new ClassifiedFile(path, samples.Duration, windows, analyzer.NonFiniteSampleCount)
            : throw new AudioSourceException(AudioSourceFault.UnsupportedFormat, path, string.Create(CultureInfo.InvariantCulture,
                $"'{path}' is too short: {samples.Duration.TotalSeconds:0.00} s; at least 1 s is needed."));
    }

    /// <inheritdoc/>
    public void Dispose() => _classifier.Dispose();

    private static ClassifiedWindow Classified(AnalysisWindow window, int sampleRateHz)
    {
        var (start, end) = (TimeSpan.FromSeconds((double)window.Start / sampleRateHz), TimeSpan.FromSeconds((double)window.End / sampleRateHz));
        if (window.IsSilent)
        {
            return new(start, end, Activity.Silence, 1, []);
        }
        var activity = TensorPrimitives.IndexOfMax<float>(window.ActivityPosterior);
        return new(start, end, (Activity)activity, window.ActivityPosterior[activity], [.. window.Posterior]);
    }
}
