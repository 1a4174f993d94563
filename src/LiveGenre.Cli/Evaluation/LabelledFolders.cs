using LiveGenre.Cli.Files;

namespace LiveGenre.Cli.Evaluation;

/// <summary>Tracks whose true label is the name of the folder that they lie in: DIR/&lt;label&gt;/&lt;track&gt;.</summary>
/// <param name="Tracks">All tracks, label by label.</param>
/// <param name="Errors">A sentence for each folder that was left out.</param>
internal sealed record LabelledFolders(IReadOnlyList<LabelledTrack> Tracks, IReadOnlyList<string> Errors)
{
    /// <summary>Looks for tracks.</summary>
    /// <param name="folder">DIR.</param>
    /// <param name="labels">Those that the model knows.</param>
    /// <exception cref="CommandFailedException">DIR is no folder.</exception>
    public static LabelledFolders Find(string folder, IReadOnlyList<string> labels)
    {
        if (!Directory.Exists(folder))
        {
            throw new CommandFailedException($"'{folder}' is no folder; DIR holds a folder for each label, and tracks in it.");
        }
        var (tracks, errors) = (new List<LabelledTrack>(), new List<string>());
        foreach (var path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            var label = labels.Index().Where(l => l.Item.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(l => l.Index).DefaultIfEmpty(-1).First();
            if (label < 0)
            {
                errors.Add($"'{path}' is left out: '{name}' is no label of this model; there are {string.Join(", ", labels)}.");
                continue;
            }
            var files = AudioFiles.Below(path, out var error);
            tracks.AddRange(files.Select(file => new LabelledTrack(file, label)));
            if (files.Count == 0)
            {
                errors.Add(error ?? $"'{path}' holds no audio file.");
            }
        }
        return new(tracks, errors);
    }
}

/// <summary>One track and its true label, a position in the model's list.</summary>
internal readonly record struct LabelledTrack(string Path, int Label);
