namespace LiveGenre.Onnx.Bundles;

/// <summary><c>sound</c>: an output that tells one recording from another, whatever their genres.</summary>
/// <param name="Output">The model's output, float32 <c>[n, between]</c>: windows of one recording scatter by a variance of 1 in every column.</param>
/// <param name="Between">Variance of recordings in each column, above 0.</param>
public sealed record SoundManifest(string Output, IReadOnlyList<double> Between);
