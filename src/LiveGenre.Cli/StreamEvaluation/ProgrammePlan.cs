using LiveGenre.Cli.Evaluation;
using LiveGenre.Core.Decisions;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>Gives each item of a programme its files: those that it names, else the next of their folder.</summary>
internal static class ProgrammePlan
{
    /// <summary>LABEL/FILE of every track.</summary>
    public static IReadOnlyList<string> Names(LabelledFolders folders, IReadOnlyList<string> labels) =>
        [.. folders.Tracks.Select(track => Name(track, labels))];

    /// <summary>Resolves a programme.</summary>
    /// <param name="items">The script.</param>
    /// <param name="folders">What there is.</param>
    /// <param name="labels">The model's.</param>
    /// <exception cref="CommandFailedException">An item asks for what is not there.</exception>
    public static IReadOnlyList<PlannedItem> Create(IReadOnlyList<ProgrammeItem> items, LabelledFolders folders, IReadOnlyList<string> labels)
    {
        var byName = folders.Tracks.DistinctBy(track => Name(track, labels)).ToDictionary(track => Name(track, labels), StringComparer.OrdinalIgnoreCase);
        var byLabel = folders.Tracks.GroupBy(track => labels[track.Label]).ToDictionary(
            group => group.Key, group => new Rotation<LabelledTrack>([.. group]), StringComparer.OrdinalIgnoreCase);
        var speech = new Rotation<string>(folders.OfActivity(Activity.Speech));
        return [.. items.Select(Resolve)];

        PlannedItem Resolve(ProgrammeItem item) => item.Kind switch
        {
            ProgrammeItemKind.Play => Play(item, Track(item.Target)),
            ProgrammeItemKind.Talk => new(item, GenreLabel.None, Voice(item), null),
            _ => new(item, GenreLabel.None, null, null),
        };

        PlannedItem Play(ProgrammeItem item, LabelledTrack track) =>
            new(item, track.Label, track.Path, item.TalkOver > TimeSpan.Zero ? Voice(item) : null);

        LabelledTrack Track(string target) =>
            byName.TryGetValue(target, out var track) ? track
            : byLabel.TryGetValue(target, out var rotation) ? rotation.Next()
            : throw new CommandFailedException($"the script plays '{target}', and there is no such track or label; a track is LABEL/FILE, such as {byName.Keys.First()}.");

        string Voice(ProgrammeItem item) => speech.IsEmpty
            ? throw new CommandFailedException($"the script says '{item}', and there is no folder 'speech' with a voice in it.")
            : speech.Next();
    }

    private static string Name(LabelledTrack track, IReadOnlyList<string> labels) => $"{labels[track.Label]}/{Path.GetFileName(track.Path)}";

    private sealed class Rotation<T>(IReadOnlyList<T> all)
    {
        private int _next;

        public bool IsEmpty => all.Count == 0;

        public T Next() => all[_next++ % all.Count];
    }
}
