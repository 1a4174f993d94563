namespace LiveGenre.Onnx.Bundles;

/// <summary>The section <c>normalization</c>: <c>x = max(x, max(x) − clipBelowMaxDb)</c>, then <c>(x − mean) / max(std, epsilon)</c>.</summary>
/// <param name="ClipBelowMaxDb">How far below a window's maximum its values are cut, dB.</param>
/// <param name="Standardize">Over what mean and deviation are taken: <c>window</c>.</param>
/// <param name="Epsilon">Smallest deviation to divide by.</param>
public sealed record NormalizationManifest(double ClipBelowMaxDb, string Standardize, double Epsilon);
