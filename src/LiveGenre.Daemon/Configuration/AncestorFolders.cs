namespace LiveGenre.Daemon.Configuration;

/// <summary>Finds what stands in the folder of the executable, the current one, or one above either: an installation or a checkout.</summary>
public static class AncestorFolders
{
    /// <summary>The first path that exists, nearest first; null if none does.</summary>
    public static string? Find(Func<string, string> locate, Func<string, bool> exists)
    {
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (locate(folder.FullName) is var path && exists(path))
                {
                    return path;
                }
            }
        }
        return null;
    }
}
