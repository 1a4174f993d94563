namespace LiveGenre.Fuzz.Tests.Engine;

/// <summary>One thing that reads what others send.</summary>
/// <param name="Name">For the command line and the report.</param>
/// <param name="Share">How many cases it gets beside the others, by how cheap they are and how much there is to find.</param>
/// <param name="Seeds">Inputs that are right, from which wrong ones are made.</param>
/// <param name="Words">Pieces that its format knows, or that should confuse it.</param>
/// <param name="Run">
/// Feeds one input. Answers whether it was taken rather than refused; whatever it throws is a finding. Depends on the input
/// alone, so that a case can be run again, and made smaller.
/// </param>
internal sealed record FuzzTarget(string Name, int Share, IReadOnlyList<byte[]> Seeds, IReadOnlyList<byte[]> Words, Func<byte[], bool> Run);
