using System.Text.Json;

namespace LiveGenre.Onnx.Bundles;

/// <summary>Reads manifest.json and applies <see cref="ManifestRules"/>.</summary>
internal static class ManifestReader
{
    public const string FileName = "manifest.json";

    /// <exception cref="ModelFormatException">The text is no manifest of this version, or a value is not allowed.</exception>
    public static ModelManifest Read(string path)
    {
        try
        {
            var text = File.ReadAllBytes(path);
            CheckVersion(path, text);
            var manifest = JsonSerializer.Deserialize(text, ManifestJson.Default.ModelManifest)
                ?? throw new ModelFormatException(path, ["the file holds null; an object is needed."]);
            var problems = ManifestRules.Check(manifest);
            return problems.Count == 0 ? manifest : throw new ModelFormatException(path, problems);
        }
        catch (JsonException e)
        {
            throw new ModelFormatException(path, [$"line {e.LineNumber + 1}: {e.Message}"], e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, [$"the file cannot be read: {e.Message}"], e);
        }
    }

    // Before all else: another version's keys would only be reported as unknown.
    private static void CheckVersion(string path, byte[] text)
    {
        using var document = JsonDocument.Parse(text);
        if (document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("formatVersion", out var version)
            && version.ValueKind == JsonValueKind.Number
            && version.GetRawText() != $"{ModelManifest.SupportedFormatVersion}")
        {
            throw new ModelFormatException(
                path,
                [$"formatVersion is {version.GetRawText()}; this program reads version {ModelManifest.SupportedFormatVersion}."]);
        }
    }
}
