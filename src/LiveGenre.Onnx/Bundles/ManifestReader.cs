using System.Text.Json;

namespace LiveGenre.Onnx.Bundles;

/// <summary>Reads manifest.json: its version, then its keys, then what its values mean. Each step reports all that it finds.</summary>
internal static class ManifestReader
{
    public const string FileName = "manifest.json";

    // Strict: a key given twice is an error, and so are comments and trailing commas.
    private static readonly JsonDocumentOptions Syntax = new() { AllowDuplicateProperties = false };

    /// <exception cref="ModelFormatException">The text is no manifest of this version, or a value is not allowed.</exception>
    public static ModelManifest Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Syntax);
            Require(path, Version(document.RootElement));
            Require(path, ManifestShape.Check(document.RootElement));
            var manifest = document.RootElement.Deserialize(ManifestJson.Default.ModelManifest)!;
            Require(path, ManifestRules.Check(manifest));
            return manifest;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter where a text is no Unicode
        {
            throw new ModelFormatException(path, [$"it is not valid JSON: {e.Message}"], e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, [$"it cannot be read: {e.Message}"], e);
        }
    }

    // Before all else: another version's keys would only be reported as unknown.
    private static IReadOnlyList<string> Version(JsonElement root)
    {
        var supported = ModelManifest.SupportedFormatVersion;
        return root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("formatVersion", out var version)
            && !(version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number == supported)
                ? [$"formatVersion is {version.GetRawText()}; this program reads {supported}."]
                : [];
    }

    private static void Require(string path, IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new ModelFormatException(path, problems);
        }
    }
}
