namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>What the model said of one window of a programme.</summary>
/// <param name="Start">First sample.</param>
/// <param name="Published">When the daemon would tell: at the window's end.</param>
/// <param name="IsSilent">Whether the level said silence.</param>
/// <param name="Posterior">Genres, [labels].</param>
/// <param name="ActivityPosterior">Activities, [4].</param>
internal sealed record ProgrammeWindow(long Start, TimeSpan Published, bool IsSilent, float[] Posterior, float[] ActivityPosterior)
{
    /// <summary>By what the model tells recordings apart, [columns]; empty if it does not.</summary>
    public float[] Sound { get; init; } = [];
}
