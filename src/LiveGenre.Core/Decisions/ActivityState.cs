namespace LiveGenre.Core.Decisions;

/// <summary>Which activity is decided as of one window.</summary>
/// <param name="Activity">What is on air.</param>
/// <param name="Confidence">Posterior of it, 0 to 1; 1 for silence, which is measured.</param>
/// <param name="SincePosition">Start of the first window with this activity in a row, samples.</param>
public readonly record struct ActivityState(Activity Activity, float Confidence, long SincePosition);
