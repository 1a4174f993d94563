using BenchmarkDotNet.Attributes;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;

namespace LiveGenre.Benchmarks.Inference;

/// <summary>
/// What one window costs in the classifier, on one thread, by how many windows run at once. All figures are for one
/// window. <c>dotnet run -c Release --project tests/LiveGenre.Benchmarks -- --filter '*Classifier*'</c>
/// </summary>
[MemoryDiagnoser]
public class ClassifierBenchmarks : IDisposable
{
    private const int Largest = 32;

    private OnnxGenreClassifier _classifier = null!;
    private float[] _windows = [];
    private float[] _genre = [];
    private float[] _activity = [];

    /// <summary>The bundle, a folder in models/.</summary>
    [Params("livegenre-1")]
    public string Model { get; set; } = "";

    [GlobalSetup]
    public void Open()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LiveGenre.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The benchmarks do not lie in the repository.");
        }

        var bundle = ModelBundle.Load(Path.Combine(folder.FullName, "models", Model));
        _classifier = new OnnxGenreClassifier(bundle, new OnnxClassifierOptions { MaxBatch = Largest });
        var random = new Random(1);
        _windows = Enumerable.Range(0, Largest * bundle.Manifest.WindowSize).Select(_ => (random.NextSingle() * 4) - 2).ToArray();
        _genre = new float[Largest * bundle.Manifest.GenreHead.Labels.Count];
        _activity = new float[Largest * bundle.Manifest.ActivityHead.Labels.Count];
    }

    [Benchmark(Baseline = true)]
    public void Batch1() => Classify(1);

    [Benchmark(OperationsPerInvoke = 4)]
    public void Batch4() => Classify(4);

    [Benchmark(OperationsPerInvoke = 8)]
    public void Batch8() => Classify(8);

    [Benchmark(OperationsPerInvoke = 16)]
    public void Batch16() => Classify(16);

    [Benchmark(OperationsPerInvoke = Largest)]
    public void Batch32() => Classify(Largest);

    [GlobalCleanup]
    public void Dispose()
    {
        _classifier?.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Classify(int count) => _classifier.Classify(
        _windows.AsSpan(0, _windows.Length / Largest * count), count,
        _genre.AsSpan(0, _genre.Length / Largest * count),
        _activity.AsSpan(0, _activity.Length / Largest * count));
}
