using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>A stream evaluation: the programme, and how each smoother followed it.</summary>
/// <param name="Labels">The model's genres.</param>
/// <param name="Programme">What was played.</param>
/// <param name="Outcomes">The smoothers that the model allows; the one in use is that of the settings.</param>
/// <param name="InUse">The smoother that would decide.</param>
/// <param name="Tuned">All settings that were tried, a list a smoother, the best first; empty where none were.</param>
internal sealed record StreamResult(
    IReadOnlyList<string> Labels,
    Programme Programme,
    IReadOnlyList<SmootherOutcome> Outcomes,
    SmoothingKind InUse,
    IReadOnlyList<IReadOnlyList<SmootherOutcome>> Tuned)
{
    /// <summary>The best of all that was tried.</summary>
    public SmootherOutcome? Best => Tuned.Count == 0 ? null : SmootherTuning.Rank([.. Tuned.SelectMany(ranked => ranked)])[0];

    /// <summary>Of all that was tried and keeps all limits, what is right for most time; null where nothing does.</summary>
    public SmootherOutcome? BestWithinLimits =>
        Tuned.SelectMany(ranked => ranked).Where(outcome => SmootherTuning.Excess(outcome) == 0).MaxBy(outcome => outcome.AgainstLabels.Accuracy);

    /// <summary>Items of a kind.</summary>
    public int Count(ProgrammeItemKind kind) => Programme.Items.Count(item => item.Item.Kind == kind);
}
