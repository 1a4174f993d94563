namespace LiveGenre.Capture;

/// <summary>What is captured when nobody says.</summary>
/// <param name="Source">The SOURCE to use; null if this machine has none.</param>
/// <param name="Reason">Why this one, or why none, as a sentence.</param>
public sealed record DefaultSourceChoice(string? Source, string Reason);
