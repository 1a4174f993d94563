namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>An item of a programme with the files that it takes.</summary>
/// <param name="Item">As the script says.</param>
/// <param name="Label">True genre, a position in the model's labels; <see cref="Core.Decisions.GenreLabel.None"/> for talk and pauses.</param>
/// <param name="File">The track, or who talks; null for a pause.</param>
/// <param name="Voice">Who talks over it; null for nobody.</param>
internal sealed record PlannedItem(ProgrammeItem Item, int Label, string? File, string? Voice);
