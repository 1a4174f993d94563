using LiveGenre.Core.Decisions;

namespace LiveGenre.Cli.Classification;

/// <summary>What the model says of one window by itself, nothing filtered over time but <see cref="Decision"/>.</summary>
/// <param name="Start">Where it starts in the file.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Activity">The likeliest activity; silence by level.</param>
/// <param name="ActivityConfidence">Its probability, 0 to 1; 1 for silence.</param>
/// <param name="Posterior">Of the genres, in the order of the model's labels; empty while silent.</param>
internal sealed record ClassifiedWindow(TimeSpan Start, TimeSpan End, Activity Activity, float ActivityConfidence, float[] Posterior)
{
    /// <summary>Music, speech, speech over music, noise; empty while silent.</summary>
    public float[] ActivityPosterior { get; init; } = [];

    /// <summary>What the daemon would publish after this window: filtered over time.</summary>
    public DecisionState Decision { get; init; }

    /// <summary>The activity that the daemon would publish.</summary>
    public Activity DecidedActivity { get; init; }

    /// <summary>Whether the genre means something.</summary>
    public bool IsMusic => Activity is Activity.Music or Activity.SpeechOverMusic;
}
