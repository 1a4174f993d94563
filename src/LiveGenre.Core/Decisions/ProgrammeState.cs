namespace LiveGenre.Core.Decisions;

/// <summary>What is on air as of one window.</summary>
/// <param name="Activity">Music, speech, noise or silence.</param>
/// <param name="Genre">The genre where one applies; <see cref="GenreLabel.None"/> with speech, noise and silence.</param>
public readonly record struct ProgrammeState(ActivityState Activity, DecisionState Genre);
