namespace LiveGenre.Core.Evaluation;

/// <summary>A stretch of one label.</summary>
/// <param name="Start">From this time on, since the stream began.</param>
/// <param name="End">To just before this time.</param>
/// <param name="Label">Any number; below 0 among decided spans for unknown and none.</param>
public readonly record struct LabelledSpan(TimeSpan Start, TimeSpan End, int Label);
