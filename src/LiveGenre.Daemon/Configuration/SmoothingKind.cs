namespace LiveGenre.Daemon.Configuration;

/// <summary>What carries evidence from one window to the next.</summary>
public enum SmoothingKind
{
    /// <summary>A hidden Markov model with sticky transitions, filtered forward.</summary>
    ForwardFilter,

    /// <summary>An exponential moving average of the posteriors.</summary>
    ExponentialAverage,
}
