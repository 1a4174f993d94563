using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Onnx.Tests.TestModels;

/// <summary>A bundle in a folder of its own, with a <see cref="TestModel"/> and a manifest that fits it; a test breaks either before it loads.</summary>
internal sealed class TestBundle : IDisposable
{
    public const int Bands = 16;
    public const int Frames = 4;
    public const int Genres = 11;

    public TestBundle(TestModel? model = null)
    {
        Model = (model ?? new TestModel()).ToBytes();
        Manifest = JsonNode.Parse(ManifestText)!.AsObject();
        System.IO.Directory.CreateDirectory(Directory);
    }

    /// <summary>With a third output that tells recordings apart in three columns, each the mean of its band plus 1.</summary>
    public static TestBundle WithSound() => new TestBundle(new TestModel { SoundColumns = 3 })
        .With("sound", new JsonObject { ["output"] = "sound", ["between"] = new JsonArray(9.5, 2, 0.5) });

    public string Directory { get; } = Path.Combine(Path.GetTempPath(), $"livegenre-bundle-{Guid.NewGuid():n}");

    public JsonObject Manifest { get; }

    public byte[] Model { get; set; }

    public string GoldenFolder => Path.Combine(Directory, "golden");

    /// <summary>Sets a value by its key as messages write it: <c>frontEnd.power</c>, <c>heads[1].labels</c>.</summary>
    public TestBundle With(string key, JsonNode? value)
    {
        var steps = key.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        JsonNode at = Manifest;
        foreach (var step in steps[..^1])
        {
            at = step[0] == '[' ? at[int.Parse(step[1..^1], provider: null)]! : at[step]!;
        }

        at[steps[^1]] = value;
        return this;
    }

    /// <summary>Writes the files, with the right hash.</summary>
    public TestBundle Write()
    {
        Manifest["model"]!["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Model));
        WriteAsIs();
        return this;
    }

    /// <summary>Writes the files with the hash that the manifest has.</summary>
    public void WriteAsIs()
    {
        File.WriteAllBytes(Path.Combine(Directory, "model.onnx"), Model);
        File.WriteAllText(Path.Combine(Directory, "manifest.json"), Manifest.ToJsonString());
    }

    public ModelBundle Load() => ModelBundle.Load(Directory);

    public ModelFormatException LoadFails() => Assert.Throws<ModelFormatException>(Load);

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    private const string ManifestText = """
        {
          "formatVersion": 1,
          "id": "test-model",
          "description": "Column k is the mean of band k.",
          "model": { "file": "model.onnx", "sha256": "", "input": "mel" },
          "frontEnd": {
            "sampleRateHz": 22050, "fftSize": 2048, "windowLength": 2048, "hopLength": 512,
            "window": "hann-periodic", "power": 2,
            "melBands": 16, "melScale": "slaney", "melNorm": "slaney",
            "minFrequencyHz": 0, "maxFrequencyHz": 11025, "floorPower": 1e-10
          },
          "analysisWindow": { "frames": 4, "hopFrames": 2 },
          "normalization": { "clipBelowMaxDb": 80, "standardize": "window", "epsilon": 1e-5 },
          "heads": [
            { "name": "genre", "output": "genre", "temperature": 2, "appliesTo": "music",
              "labels": ["blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock", "electronic"] },
            { "name": "activity", "output": "activity", "temperature": 0.5,
              "labels": ["noise", "music", "speech", "speech-over-music"] }
          ],
          "training": { "data": ["none"], "command": "none", "commit": "none" },
          "metrics": {},
          "licence": "MIT"
        }
        """;
}
