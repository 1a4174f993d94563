namespace LiveGenre.Daemon.Configuration;

/// <summary>Where a model bundle is.</summary>
public static class ModelFolder
{
    /// <summary>The folder that a setting names: absolute, or beside the executable, in the current folder, or in one above.</summary>
    /// <returns>The folder; the path as it was given where there is none, for the error that will name it.</returns>
    public static string Find(string path) =>
        Path.IsPathRooted(path) ? path : AncestorFolders.Find(folder => Path.Combine(folder, path), Directory.Exists) ?? path;
}
