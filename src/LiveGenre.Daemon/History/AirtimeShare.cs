using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.History;

/// <summary>How long one thing was on air.</summary>
/// <param name="Label">As <c>Decision.label</c>: a genre, <c>unknown</c> or <c>none</c>.</param>
/// <param name="Activity">What kind of sound it was.</param>
/// <param name="Duration">How long.</param>
/// <param name="MeanConfidence">Of the decision, 0 to 1, weighted with time.</param>
internal readonly record struct AirtimeShare(string Label, Activity Activity, TimeSpan Duration, float MeanConfidence);
