namespace LiveGenre.Core.Decisions;

/// <summary>Combines the posteriors of successive windows into what is believed now. Not thread-safe.</summary>
public interface IPosteriorSmoother
{
    /// <summary>Values a posterior.</summary>
    int LabelCount { get; }

    /// <summary>Whether the likeliest label has had its time to turn, so that only lasting reason should turn it now. Never, for smoothers that do not tell tracks apart.</summary>
    bool IsSettled => false;

    /// <summary>Takes the posterior of the next window.</summary>
    /// <param name="posterior">[labels], calibrated, sums to 1.</param>
    /// <param name="sound">[columns], finite, what tells recordings apart; empty if something else was heard beside the music, or for smoothers that do not ask.</param>
    /// <param name="smoothed">[labels], sums to 1. May be <paramref name="posterior"/> itself.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the sound holds a value that is not finite; nothing is taken then.</exception>
    void Update(ReadOnlySpan<float> posterior, ReadOnlySpan<float> sound, Span<float> smoothed);

    /// <summary>Takes a window without music: its time has passed, and nothing was learnt.</summary>
    /// <param name="smoothed">[labels], sums to 1.</param>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    void Rest(Span<float> smoothed);

    /// <summary>Forgets the past, as after a gap.</summary>
    void Reset();
}
