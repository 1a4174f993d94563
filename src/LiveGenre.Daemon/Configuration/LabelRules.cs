using LiveGenre.Daemon.Pipeline;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Daemon.Configuration;

/// <summary>What must hold between a station's own names of genres and the model.</summary>
public static class LabelRules
{
    private const int MaxLength = 64;

    /// <summary>Checks that every renamed genre is one of the model's, and that the names can stand beside each other.</summary>
    /// <exception cref="SettingsException">One is not; every such key is named.</exception>
    public static void Check(LiveGenreOptions options, ModelManifest manifest)
    {
        var errors = new List<string>();
        Check($"{LiveGenreOptions.Section}:Labels", options.Labels, manifest, errors);
        RequireTwo($"{LiveGenreOptions.Section}:Labels", LabelMap.Create(manifest.GenreHead.Labels, options.Labels.GetValueOrDefault), errors);
        foreach (var (index, source) in options.Sources.Index())
        {
            Check($"{LiveGenreOptions.Section}:Sources:{index}:Labels", source, options, manifest, errors);
        }
        if (errors.Count > 0)
        {
            throw new SettingsException(errors);
        }
    }

    /// <summary>Checks a source's own names.</summary>
    /// <param name="key">What errors call them.</param>
    /// <param name="source">The source.</param>
    /// <param name="options">All settings.</param>
    /// <param name="manifest">The model's.</param>
    /// <param name="errors">Gets what is wrong.</param>
    internal static void Check(string key, SourceOptions source, LiveGenreOptions options, ModelManifest manifest, List<string> errors)
    {
        if (source.Labels.Count > 0)
        {
            Check(key, source.Labels, manifest, errors);
            RequireTwo(key, MapOf(source, options, manifest), errors);
        }
    }

    /// <summary>Every name that a decision of a source can have.</summary>
    internal static IReadOnlyList<string> NamesOf(SourceOptions source, LiveGenreOptions options, ModelManifest manifest) =>
        MapOf(source, options, manifest).Names;

    /// <summary>Every name that a decision of any source can have.</summary>
    public static IReadOnlyList<string> NamesIn(LiveGenreOptions options, ModelManifest manifest)
    {
        var general = LabelMap.Create(manifest.GenreHead.Labels, options.Labels.GetValueOrDefault).Names;
        var own = options.Sources.Where(source => source.Labels.Count > 0).SelectMany(source => NamesOf(source, options, manifest));
        return [.. general.Union(own, StringComparer.Ordinal)];
    }

    private static LabelMap MapOf(SourceOptions source, LiveGenreOptions options, ModelManifest manifest) => LabelMap.Create(
        manifest.GenreHead.Labels, label => source.Labels.GetValueOrDefault(label) ?? options.Labels.GetValueOrDefault(label));

    private static void Check(string section, IReadOnlyDictionary<string, string> labels, ModelManifest manifest, List<string> errors)
    {
        foreach (var (label, name) in labels)
        {
            if (!manifest.GenreHead.Labels.Contains(label, StringComparer.Ordinal))
            {
                errors.Add($"{section}:{label} is no genre of model {manifest.Id}; it has {string.Join(", ", manifest.GenreHead.Labels)}.");
            }
            if (name.Trim() != name || name.Length is 0 or > MaxLength || name.Any(char.IsControl) || name is LabelNames.Unknown or LabelNames.None)
            {
                errors.Add($"{section}:{label} = \"{name}\" is not allowed; 1 to {MaxLength} characters without blanks at either end, and neither {LabelNames.Unknown} nor {LabelNames.None}.");
            }
        }
    }

    private static void RequireTwo(string section, LabelMap labels, List<string> errors)
    {
        if (labels.Names.Count < 2)
        {
            errors.Add($"{section} leaves one name, {labels.Names[0]}, for every genre; at least two are needed to tell anything apart.");
        }
    }
}
