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
        foreach (var (index, source) in options.Sources.Index().Where(s => s.Item.Labels.Count > 0))
        {
            var key = $"{LiveGenreOptions.Section}:Sources:{index}:Labels";
            Check(key, source.Labels, manifest, errors);
            RequireTwo(key, LabelMap.Create(
                manifest.GenreHead.Labels, label => source.Labels.GetValueOrDefault(label) ?? options.Labels.GetValueOrDefault(label)), errors);
        }
        if (errors.Count > 0)
        {
            throw new SettingsException(errors);
        }
    }

    /// <summary>Every name that a decision of any source can have.</summary>
    public static IReadOnlyList<string> NamesIn(LiveGenreOptions options, ModelManifest manifest)
    {
        var general = LabelMap.Create(manifest.GenreHead.Labels, options.Labels.GetValueOrDefault).Names;
        var own = options.Sources.Where(source => source.Labels.Count > 0).SelectMany(source => LabelMap.Create(
            manifest.GenreHead.Labels, label => source.Labels.GetValueOrDefault(label) ?? options.Labels.GetValueOrDefault(label)).Names);
        return [.. general.Union(own, StringComparer.Ordinal)];
    }

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
