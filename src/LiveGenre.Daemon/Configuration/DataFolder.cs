namespace LiveGenre.Daemon.Configuration;

/// <summary>Where the daemon keeps what it has to remember.</summary>
public static class DataFolder
{
    /// <summary>
    /// The folder that <c>LiveGenre:DataFolder</c> names; else the one that systemd gives (<c>STATE_DIRECTORY</c>); else
    /// <c>livegenre</c> in the user's state folder. It may not exist yet.
    /// </summary>
    public static string Find(LiveGenreOptions options) => Find(options.DataFolder, Environment.GetEnvironmentVariable);

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
