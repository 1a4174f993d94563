namespace LiveGenre.Daemon.Configuration;

/// <summary>Where the demo programme is: a few minutes in different styles, rendered by tools/demo.</summary>
public static class DemoProgramme
{
    /// <summary>The SOURCE that stands for it.</summary>
    public const string Address = "demo";

    /// <summary>Environment variable that names the file.</summary>
    public const string Variable = "LIVEGENRE_DEMO";

    private static readonly string RelativePath = Path.Combine("artifacts", "demo", "programme.flac");

    /// <summary>The file; null where it has not been rendered.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : null;
        }
        return AncestorFolders.Find(folder => Path.Combine(folder, RelativePath), File.Exists);
    }
}
