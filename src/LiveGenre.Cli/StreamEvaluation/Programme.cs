using LiveGenre.Core.Evaluation;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>A programme as the model heard it, with what is true.</summary>
/// <param name="Items">What was played, in order.</param>
/// <param name="Duration">Its length.</param>
/// <param name="RepeatedCount">Tracks that were shorter than they were played, and came again.</param>
/// <param name="Genres">True genres, an item a span.</param>
/// <param name="Activities">True activities.</param>
/// <param name="Windows">In order.</param>
/// <param name="HasErrors">Whether anything was left out.</param>
internal sealed record Programme(
    IReadOnlyList<PlannedItem> Items,
    TimeSpan Duration,
    int RepeatedCount,
    IReadOnlyList<LabelledSpan> Genres,
    IReadOnlyList<LabelledSpan> Activities,
    IReadOnlyList<ProgrammeWindow> Windows,
    bool HasErrors)
{
    /// <summary>How the model tells recordings apart; null if it does not.</summary>
    public SoundManifest? Sound { get; init; }
}
