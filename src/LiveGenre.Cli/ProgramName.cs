namespace LiveGenre.Cli;

/// <summary>How this program is called from where its user stands.</summary>
internal static class ProgramName
{
    private const string Name = "livegenre";

    /// <summary><c>livegenre</c> where PATH finds it; else the command line that runs the very file, such as the one that was built in a checkout.</summary>
    public static string Find() => Find(Environment.GetEnvironmentVariable("PATH") ?? "");

    internal static string Find(string folders)
    {
        var file = OperatingSystem.IsWindows() ? $"{Name}.exe" : Name;
        if (folders.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, file))))
        {
            return Name;
        }
        var built = Path.Combine(AppContext.BaseDirectory, $"{Name}.dll");
        var near = Path.GetRelativePath(Environment.CurrentDirectory, built);
        var path = near.StartsWith("..", StringComparison.Ordinal) ? built : near;
        return $"dotnet {(path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path)}";
    }
}
