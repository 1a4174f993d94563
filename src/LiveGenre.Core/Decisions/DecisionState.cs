namespace LiveGenre.Core.Decisions;

/// <summary>What is decided as of one window.</summary>
/// <param name="LabelIndex">Position in the model's labels, or <see cref="GenreLabel.Unknown"/> or <see cref="GenreLabel.None"/>.</param>
/// <param name="Confidence">Smoothed probability of the label, 0 to 1; of the likeliest label when unknown; of the activity when none.</param>
/// <param name="SincePosition">Start of the first window with this label in a row, samples.</param>
/// <param name="Stability">How settled it is, 0 to 1: lead over the runner-up, mean over the last windows, of which those before the decision count as 0. 0 when unknown or none.</param>
public readonly record struct DecisionState(int LabelIndex, float Confidence, long SincePosition, float Stability);
