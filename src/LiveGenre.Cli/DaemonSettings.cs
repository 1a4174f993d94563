using System.Text.Json;
using LiveGenre.Daemon.Configuration;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Cli;

/// <summary>Where the settings come from: appsettings.json beside the executable, a file of the user's, the environment, the command line; the later wins.</summary>
internal static class DaemonSettings
{
    /// <summary>Key of the first source.</summary>
    public const string FirstSource = SourcesPrefix + "0:";

    private const string SourcesPrefix = LiveGenreOptions.Section + ":Sources:";

    /// <summary>All settings as one configuration.</summary>
    /// <param name="file">The user's own file; null for none.</param>
    /// <param name="commandLine">Keys and values from the command line.</param>
    /// <param name="source">Keys and values of the one source that stands instead of all others, except for what the command line adds to it; null for none.</param>
    /// <exception cref="SettingsException">A file is missing or is no JSON.</exception>
    public static IConfigurationRoot Load(
        FileInfo? file, IReadOnlyDictionary<string, string?> commandLine, IReadOnlyDictionary<string, string?>? source = null)
    {
        try
        {
            var builder = new ConfigurationBuilder()
                .SetBasePath(AppContext.BaseDirectory)
                .AddJsonFile("appsettings.json", optional: true);
            if (file is not null)
            {
                builder.AddJsonFile(file.FullName, optional: false);
            }
            var settings = builder.AddInMemoryCollection(OfEnvironment()).AddInMemoryCollection(commandLine).Build();
            return source is null
                ? settings
                : new ConfigurationBuilder()
                    .AddInMemoryCollection(settings.AsEnumerable().Where(s => !s.Key.StartsWith(SourcesPrefix, StringComparison.OrdinalIgnoreCase)))
                    .AddInMemoryCollection(source)
                    .AddInMemoryCollection(commandLine.Where(s => s.Key.StartsWith(FirstSource, StringComparison.OrdinalIgnoreCase)))
                    .Build();
        }
        catch (FileNotFoundException)
        {
            throw new SettingsException([$"--config {file!.FullName}: there is no such file."]);
        }
        catch (InvalidDataException error)
        {
            // The innermost knows the line, and counts from 0.
            var why = error.GetBaseException() switch
            {
                JsonException { LineNumber: { } line } json => $" Line {line + 1}: {json.Message.Split(" LineNumber:")[0]}",
                var cause when cause != error => $" {cause.Message}",
                _ => "",
            };
            throw new SettingsException([error.Message + why]);
        }
    }

    /// <summary>What the environment says to us: the rest of it belongs to other programs, and is not to be taken for mistyped settings.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> OfEnvironment() => new ConfigurationBuilder().AddEnvironmentVariables().Build().AsEnumerable()
        .Where(s => SettingsReader.Sections.Contains(s.Key.Split(ConfigurationPath.KeyDelimiter)[0], StringComparer.OrdinalIgnoreCase));
}
