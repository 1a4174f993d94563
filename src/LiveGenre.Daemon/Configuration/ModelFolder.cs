using System.Text.Json;

namespace LiveGenre.Daemon.Configuration;

/// <summary>Where model bundles are.</summary>
public static class ModelFolder
{
    /// <summary>The folder that a setting names: absolute, or beside the executable, in the current folder, or in one above.</summary>
    /// <returns>The folder; the path as it was given where there is none, for the error that will name it.</returns>
    public static string Find(string path) =>
        Path.IsPathRooted(path) ? path : AncestorFolders.Find(folder => Path.Combine(folder, path), Directory.Exists) ?? path;

    /// <summary>The folders within <paramref name="folder"/> that hold a manifest, full paths.</summary>
    internal static IEnumerable<string> Bundles(string folder) =>
        Directory.Exists(folder)
            ? Directory.GetDirectories(Path.GetFullPath(folder)).Where(bundle => File.Exists(ManifestOf(bundle))).Order(StringComparer.Ordinal)
            : [];

    /// <summary>The bundle of this id within <paramref name="folder"/>, else the one whose folder has that name; null if there is neither.</summary>
    internal static string? FindById(string folder, string id) =>
        Bundles(folder).FirstOrDefault(bundle => IdOf(bundle) == id) ?? Bundles(folder).FirstOrDefault(bundle => Path.GetFileName(bundle) == id);

    /// <summary>
    /// The id that a bundle's manifest gives; its folder's name where that cannot be read, and where other bundles beside it
    /// have that id too: they are copies, and the one whose folder has the id for its name keeps it.
    /// </summary>
    internal static string IdOf(string bundle)
    {
        var id = ManifestIdOf(bundle);
        return Path.GetDirectoryName(bundle) is { } folder && Bundles(folder).Any(other => other != bundle && ManifestIdOf(other) == id)
            ? Path.GetFileName(bundle)
            : id;
    }

    private static string ManifestIdOf(string bundle)
    {
        try
        {
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(ManifestOf(bundle)));
            if (manifest.RootElement.ValueKind == JsonValueKind.Object && manifest.RootElement.TryGetProperty("id", out var id) && id.GetString() is { Length: > 0 } text)
            {
                return text;
            }
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // Whoever asks for this bundle will be told what is wrong with it.
        }
        return Path.GetFileName(bundle);
    }

    private static string ManifestOf(string bundle) => Path.Combine(bundle, "manifest.json");
}
