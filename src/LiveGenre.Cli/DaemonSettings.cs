using LiveGenre.Daemon.Configuration;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Cli;

/// <summary>Where the daemon's settings come from: appsettings.json beside the executable, a file of the user's, the environment, the command line; the later wins.</summary>
internal static class DaemonSettings
{
    private const string SourcesPrefix = LiveGenreOptions.Section + ":Sources:";

    /// <summary>All settings as one configuration.</summary>
    /// <param name="file">The user's own file; null for none.</param>
    /// <param name="commandLine">Keys and values from the command line. Where they name a source, it stands instead of all others.</param>
    /// <exception cref="SettingsException">A file is missing or is no JSON.</exception>
    public static IConfigurationRoot Load(FileInfo? file, IReadOnlyDictionary<string, string?> commandLine)
    {
        var builder = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true);
        if (file is not null)
        {
            builder.AddJsonFile(file.FullName, optional: false);
        }
        builder.AddEnvironmentVariables();
        try
        {
            var settings = builder.Build();
            var replacesSources = commandLine.Keys.Any(IsSource);
            return new ConfigurationBuilder()
                .AddInMemoryCollection(settings.AsEnumerable().Where(s => !replacesSources || !IsSource(s.Key)))
                .AddInMemoryCollection(commandLine)
                .Build();
        }
        catch (FileNotFoundException)
        {
            throw new SettingsException([$"--config {file!.FullName}: there is no such file."]);
        }
        catch (InvalidDataException error)
        {
            throw new SettingsException([$"{error.Message} {error.InnerException?.Message}".Trim()]);
        }
    }

    private static bool IsSource(string key) => key.StartsWith(SourcesPrefix, StringComparison.OrdinalIgnoreCase);
}
