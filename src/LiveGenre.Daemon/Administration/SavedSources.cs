using LiveGenre.Capture;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Administration;

/// <summary>The sources that earlier runs have kept, for who decides what a start listens to.</summary>
public static class SavedSources
{
    /// <summary>Those that this start takes up: their ids and addresses, secrets removed.</summary>
    /// <exception cref="SettingsException">The state file cannot be read.</exception>
    public static IReadOnlyList<(string Id, string Address)> Of(LiveGenreOptions options)
    {
        if (!options.Administration.UseSavedSources)
        {
            return [];
        }
        using var state = new StateFile(DataFolder.Find(options));
        return [.. state.Current.Sources
            .Where(saved => options.Sources.All(configured => configured.Id != saved.Id))
            .Select(saved => (saved.Id, AddressSecrets.Redact(saved.Address)))];
    }

    /// <summary>The addresses of all that are kept, with their secrets: for who has to remove those from something.</summary>
    /// <exception cref="SettingsException">The state file cannot be read.</exception>
    public static IReadOnlyList<string> AddressesIn(string dataFolder)
    {
        using var state = new StateFile(dataFolder);
        return [.. state.Current.Sources.Select(saved => saved.Address)];
    }
}
