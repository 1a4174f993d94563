using System.Text.Json;
using LiveGenre.Core.Decisions;
using LiveGenre.Core.Features;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;
using LiveGenre.Onnx.Npy;

namespace LiveGenre.Onnx.Golden;

/// <summary>
/// Computes again what training computed for the audio in a bundle's golden folder: the mel from the audio, with the
/// front end of LiveGenre.Core, and the posteriors from training's mel, with the classifier.
/// </summary>
internal sealed class GoldenVectors : IDisposable
{
    public const string FolderName = "golden";

    /// <summary>Largest difference of a normalised mel value, standard deviations of the window.</summary>
    public const float MelTolerance = 1e-3f;

    /// <summary>
    /// Largest difference of a posterior. A model in eight bits rounds after every layer, so that what two processors or
    /// training's own arithmetic differ by in the last digit can move an answer by some hundredths.
    /// </summary>
    public const float PosteriorTolerance = 0.06f;

    private readonly ModelManifest _manifest;
    private readonly string _folder;
    private readonly OnnxGenreClassifier _classifier;
    private readonly float[] _window;
    private readonly float[] _genre;
    private readonly float[] _activity;
    private readonly List<string> _problems = [];

    private GoldenVectors(ModelBundle bundle)
    {
        _manifest = bundle.Manifest;
        _folder = Path.Combine(bundle.Directory, FolderName);
        _classifier = new OnnxGenreClassifier(bundle, new OnnxClassifierOptions { MaxBatch = 1 });
        _window = new float[_manifest.WindowSize];
        _genre = new float[_manifest.GenreHead.Labels.Count];
        _activity = new float[_manifest.ActivityHead.Labels.Count];
    }

    /// <exception cref="ModelFormatException">Something is missing, not readable or differs by more than the tolerance.</exception>
    public static IReadOnlyList<GoldenResult> Verify(ModelBundle bundle)
    {
        using var vectors = new GoldenVectors(bundle);
        string[] files = Directory.Exists(vectors._folder) ? Directory.GetFiles(vectors._folder, "*.json") : [];
        if (files.Length == 0)
        {
            throw new ModelFormatException(bundle.Directory, [$"{FolderName}/ holds no golden vectors, so that nothing shows that the model works here as it did in training."]);
        }

        var results = files.Order(StringComparer.Ordinal).Select(vectors.Verify).ToArray();
        return vectors._problems.Count == 0 ? results : throw new ModelFormatException(bundle.Directory, vectors._problems);
    }

    public void Dispose() => _classifier.Dispose();

    private GoldenResult Verify(string jsonPath)
    {
        var name = Path.GetFileNameWithoutExtension(jsonPath);
        var reading = $"{name}.json";
        try
        {
            var windows = JsonSerializer.Deserialize(File.ReadAllBytes(jsonPath), GoldenJson.Default.GoldenFile)?.Windows ?? [];
            reading = $"{name}.wav";
            var samples = GoldenWav.Read(Path.Combine(_folder, reading), _manifest.FrontEnd.SampleRateHz);
            reading = $"{name}.mel.npy";
            using var stream = File.OpenRead(Path.Combine(_folder, reading));
            return Compare(name, windows, samples, NpyFile.Read(stream));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or JsonException or UnauthorizedAccessException)
        {
            _problems.Add($"{FolderName}/{reading} cannot be used: {e.Message}");
            return new GoldenResult(name, 0, 0, 0);
        }
    }

    private GoldenResult Compare(string name, IReadOnlyList<GoldenWindow> windows, float[] samples, NpyArray mel)
    {
        int[] shape = [windows.Count, _manifest.FrontEnd.MelBands, _manifest.AnalysisWindow.Frames];
        if (windows.Count == 0 || !mel.Shape.SequenceEqual(shape))
        {
            _problems.Add($"{FolderName}/{name}.mel.npy is [{string.Join(", ", mel.Shape)}]; {name}.json and the manifest need [{string.Join(", ", shape)}] and at least one window.");
            return new GoldenResult(name, 0, 0, 0);
        }

        var frames = Frames(samples);
        var result = new GoldenResult(name, windows.Count, 0, 0);
        for (var i = 0; i < windows.Count; i++)
        {
            var expectedMel = mel.Values.AsSpan(i * _manifest.WindowSize, _manifest.WindowSize);
            result = result with
            {
                MelDeviation = Math.Max(result.MelDeviation, CompareMel($"{name}, window {i}", windows[i].StartSample, frames, expectedMel)),
                PosteriorDeviation = Math.Max(result.PosteriorDeviation, ComparePosteriors($"{name}, window {i}", windows[i], expectedMel)),
            };
        }

        return result;
    }

    private MelFrameBuffer Frames(float[] samples)
    {
        var parameters = _manifest.FrontEnd.ToParameters();
        var frames = new MelFrameBuffer(parameters.MelBands, Math.Max(1, samples.Length / parameters.HopLength));
        new LogMelFrontEnd(parameters).Process(samples, frames);
        return frames;
    }

    private float CompareMel(string where, long startSample, MelFrameBuffer frames, ReadOnlySpan<float> expected)
    {
        var (startFrame, rest) = Math.DivRem(startSample, _manifest.FrontEnd.HopLength);
        if (rest != 0 || !frames.TryReadWindow(startFrame, _manifest.AnalysisWindow.Frames, _window))
        {
            _problems.Add($"golden {where}: start_sample is {startSample}; allowed: multiples of {_manifest.FrontEnd.HopLength} that leave room for a whole window before the audio ends.");
            return 0;
        }

        WindowNormalization.Apply(_window, (float)_manifest.Normalization.ClipBelowMaxDb, (float)_manifest.Normalization.Epsilon);
        var deviation = LargestDifference(_window, expected);
        if (!(deviation <= MelTolerance))
        {
            _problems.Add($"golden {where}: the mel values differ from training's by up to {deviation:g3} standard deviations; at most {MelTolerance:g1} is allowed.");
        }

        return deviation;
    }

    private float ComparePosteriors(string where, GoldenWindow expected, ReadOnlySpan<float> mel)
    {
        _classifier.Classify(mel, 1, _genre, _activity);
        var order = ActivityLabels.OfModel.ToArray();
        var genre = ComparePosterior(where, _manifest.GenreHead, _genre, expected.Genre);
        var activity = ComparePosterior(
            where, _manifest.ActivityHead,
            [.. _manifest.ActivityHead.Labels.Select(label => _activity[Array.IndexOf(order, label)])], expected.Activity);
        return Math.Max(genre, activity);
    }

    private float ComparePosterior(string where, HeadManifest head, float[] posterior, IReadOnlyList<float> expected)
    {
        if (expected.Count != posterior.Length)
        {
            _problems.Add($"golden {where}: {head.Name} has {expected.Count} posteriors; the manifest has {posterior.Length} labels.");
            return 0;
        }

        var worst = Enumerable.Range(0, posterior.Length).MaxBy(k => Math.Abs(posterior[k] - expected[k]));
        var deviation = Math.Abs(posterior[worst] - expected[worst]);
        if (!(deviation <= PosteriorTolerance))
        {
            _problems.Add($"golden {where}: the posterior of {head.Name} {head.Labels[worst]} is {posterior[worst]:f4}, training computed {expected[worst]:f4}; they may differ by {PosteriorTolerance:g1}.");
        }

        return deviation;
    }

    private static float LargestDifference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var largest = 0f;
        for (var i = 0; i < a.Length; i++)
        {
            var difference = Math.Abs(a[i] - b[i]);
            largest = difference <= largest ? largest : difference; // not a number counts as the largest
        }

        return largest;
    }
}
