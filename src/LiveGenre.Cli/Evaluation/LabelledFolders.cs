using LiveGenre.Cli.Files;
using LiveGenre.Core.Decisions;

namespace LiveGenre.Cli.Evaluation;

/// <summary>
/// Recordings whose truth is the name of the folder that they lie in: DIR/&lt;label&gt;/&lt;track&gt;, and for what is no
/// genre DIR/speech, DIR/speech-over-music, DIR/noise and DIR/music.
/// </summary>
/// <param name="Tracks">All tracks with a genre, label by label.</param>
/// <param name="Clips">All recordings of an activity, without a genre.</param>
/// <param name="Errors">A sentence for each folder that was left out.</param>
internal sealed record LabelledFolders(IReadOnlyList<LabelledTrack> Tracks, IReadOnlyList<ActivityClip> Clips, IReadOnlyList<string> Errors)
{
    /// <summary>Looks for recordings.</summary>
    /// <param name="folders">One DIR or several.</param>
    /// <param name="labels">Genres that the model knows; one that is called as an activity stays a genre.</param>
    /// <exception cref="CommandFailedException">A DIR is no folder.</exception>
    public static LabelledFolders Find(IReadOnlyList<string> folders, IReadOnlyList<string> labels)
    {
        var found = new LabelledFolders([], [], []);
        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder))
            {
                throw new CommandFailedException($"'{folder}' is no folder; DIR holds a folder for each label, and tracks in it.");
            }
            foreach (var path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            {
                found = found.With(path, labels);
            }
        }
        return found;
    }

    /// <summary>Recordings of one activity.</summary>
    public IReadOnlyList<string> OfActivity(Activity activity) => [.. Clips.Where(clip => clip.Activity == activity).Select(clip => clip.Path)];

    private LabelledFolders With(string path, IReadOnlyList<string> labels)
    {
        var name = Path.GetFileName(path);
        var (label, activity) = (IndexOf(name, [.. labels]), IndexOf(name, ActivityLabels.OfModel));
        if (label < 0 && activity < 0)
        {
            return this with { Errors = [.. Errors, $"'{path}' is left out: '{name}' is no label of this model; there are {string.Join(", ", labels)}, and for what is no genre {string.Join(", ", [.. ActivityLabels.OfModel])}."] };
        }
        var files = AudioFiles.Below(path, out var error);
        if (files.Count == 0)
        {
            return this with { Errors = [.. Errors, error ?? $"'{path}' holds no audio file."] };
        }
        return label >= 0
            ? this with { Tracks = [.. Tracks, .. files.Select(file => new LabelledTrack(file, label))] }
            : this with { Clips = [.. Clips, .. files.Select(file => new ActivityClip(file, (Activity)activity))] };
    }

    private static int IndexOf(string name, ReadOnlySpan<string> names)
    {
        for (var at = 0; at < names.Length; at++)
        {
            if (names[at].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return at;
            }
        }
        return -1;
    }
}

/// <summary>One track and its true label, a position in the model's list.</summary>
internal readonly record struct LabelledTrack(string Path, int Label);

/// <summary>One recording and what kind of sound it is.</summary>
internal readonly record struct ActivityClip(string Path, Activity Activity);
