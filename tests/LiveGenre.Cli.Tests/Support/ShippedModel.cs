using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Cli.Tests.Support;

/// <summary>The model bundle of this repository.</summary>
internal static class ShippedModel
{
    public static string Folder { get; } = AncestorFolders.Find(folder => Path.Combine(folder, new ModelOptions().Path), Directory.Exists)!;

    public static string Golden(string name) => Path.Combine(Folder, "golden", name);

    /// <summary>A copy of it whose manifest a test may spoil.</summary>
    public static void CopyTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
