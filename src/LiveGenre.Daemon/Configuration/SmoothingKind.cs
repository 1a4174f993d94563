namespace LiveGenre.Daemon.Configuration;

/// <summary>What carries evidence from one window to the next.</summary>
public enum SmoothingKind
{
    /// <summary>Evidence gathered within a track, whose beginning is told by its sound. With a model that does not tell recordings apart, the forward filter.</summary>
    TrackFilter,

    /// <summary>A hidden Markov model with sticky transitions, filtered forward.</summary>
    ForwardFilter,

    /// <summary>An exponential moving average of the posteriors.</summary>
    ExponentialAverage,
}
