namespace LiveGenre.Daemon.Configuration;

/// <summary>Where the daemon keeps what it has to remember.</summary>
public static class DataFolder
{
    /// <summary>
    /// The folder that <c>LiveGenre:DataFolder</c> names; else the one that systemd gives (<c>STATE_DIRECTORY</c>); else
    /// <c>livegenre</c> in the user's state folder. It may not exist yet.
    /// </summary>
    public static string Find(LiveGenreOptions options) => Find(options.DataFolder, Environment.GetEnvironmentVariable);

    /// <summary>Makes it where it is missing: what else was to be kept would be lost, and only the log would tell.</summary>
    /// <returns>The folders that were made, the innermost first.</returns>
    /// <exception cref="SettingsException">It cannot be made; the message names it, the reason and the fix.</exception>
    internal static IReadOnlyList<string> Create(LiveGenreOptions options)
    {
        var folder = Find(options);
        var missing = new List<string>();
        for (var above = folder; above is not null && !Path.Exists(above); above = Path.GetDirectoryName(above))
        {
            missing.Add(above);
        }
        try
        {
            OwnersOnly.CreateFolder(folder);
            return missing;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var why = error switch
            {
                UnauthorizedAccessException => "permission denied",
                FileNotFoundException or DirectoryNotFoundException => $"{Path.GetDirectoryName(missing.LastOrDefault(folder))} takes no folders",
                _ => error.Message.TrimEnd('.'),
            };
            var which = options.DataFolder.Length > 0 ? $"{LiveGenreOptions.Section}:DataFolder = \"{options.DataFolder}\"" : $"The data folder, {folder},";
            throw new SettingsException([$"{which} cannot be made: {why}. Set {LiveGenreOptions.Section}:DataFolder to a folder that this user may write to."]);
        }
    }

    internal static string Find(string setting, Func<string, string?> environment)
    {
        if (setting.Length > 0)
        {
            return Path.GetFullPath(setting);
        }
        // A unit with several state directories lists them with colons; the first is its main one.
        if (environment("STATE_DIRECTORY")?.Split(':')[0] is { Length: > 0 } unit)
        {
            return unit;
        }
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "livegenre");
        }
        // The XDG base directory specification has programs ignore a relative path.
        return environment("XDG_STATE_HOME") is { Length: > 0 } state && Path.IsPathRooted(state)
            ? Path.Combine(state, "livegenre")
            : Path.Combine(environment("HOME") is { Length: > 0 } home ? home : Path.GetTempPath(), ".local", "state", "livegenre");
    }
}
