namespace LiveGenre.Onnx.Bundles;

/// <summary>The section <c>analysisWindow</c>.</summary>
/// <param name="Frames">Consecutive frames that the model reads at once.</param>
/// <param name="HopFrames">Frames from the start of one window to the start of the next.</param>
public sealed record AnalysisWindowManifest(int Frames, int HopFrames);
