namespace LiveGenre.Core.Decisions;

/// <summary>Combines the posteriors of successive windows into what is believed now. Not thread-safe.</summary>
public interface IPosteriorSmoother
{
    /// <summary>Values a posterior.</summary>
    int LabelCount { get; }

    /// <summary>Takes the posterior of the next window.</summary>
    /// <param name="posterior">[labels], calibrated, sums to 1. All equal says that a window's time has passed and nothing was learnt.</param>
    /// <param name="smoothed">[labels], sums to 1. May be <paramref name="posterior"/> itself.</param>
    /// <exception cref="ArgumentException">A length differs from <see cref="LabelCount"/>.</exception>
    void Update(ReadOnlySpan<float> posterior, Span<float> smoothed);

    /// <summary>Forgets the past, as after a gap.</summary>
    void Reset();
}
