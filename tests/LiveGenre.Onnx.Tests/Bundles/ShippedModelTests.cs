using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;

namespace LiveGenre.Onnx.Tests.Bundles;

/// <summary>Every bundle under models/ loads and computes here what it computed in training.</summary>
public class ShippedModelTests
{
    private static readonly string ModelsFolder = FindModels();

    public static TheoryData<string> Ids =>
        [.. Directory.GetDirectories(ModelsFolder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Verify_OfAShippedBundle_ComesAsNearAsAllowed(string id)
    {
        var bundle = ModelBundle.Load(Path.Combine(ModelsFolder, id));

        var results = bundle.Verify();

        Assert.Equal(id, bundle.Manifest.Id);
        Assert.NotEmpty(results);
        Assert.All(results, result => Assert.True(result.WindowCount > 0));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Classify_WithAShippedBundle_AllocatesNothingAndAnswersAlikeForEveryBatch(string id)
    {
        var bundle = ModelBundle.Load(Path.Combine(ModelsFolder, id));
        using var classifier = new OnnxGenreClassifier(bundle, new OnnxClassifierOptions { MaxBatch = 4 });
        var labels = bundle.Manifest.GenreHead.Labels.Count;
        var size = bundle.Manifest.WindowSize;
        var random = new Random(5);
        var windows = Enumerable.Range(0, 4 * size).Select(_ => (random.NextSingle() * 4) - 2).ToArray();
        var (genre, activity) = (new float[4 * labels], new float[16]);
        var (genreAlone, activityAlone) = (new float[labels], new float[4]);
        Allocations.AssertNone(() =>
        {
            classifier.Classify(windows, 4, genre, activity);
            classifier.Classify(windows.AsSpan(3 * size), 1, genreAlone, activityAlone);
        }, steps: 1);

        Assert.All(genreAlone.Zip(genre[^labels..]), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.All(activityAlone.Zip(activity[^4..]), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Equal(1, genreAlone.Sum(), 1e-5);
    }

    private static string FindModels()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LiveGenre.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("The tests do not lie in the repository."), "models");
    }
}
