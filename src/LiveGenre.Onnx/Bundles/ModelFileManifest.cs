namespace LiveGenre.Onnx.Bundles;

/// <summary>The section <c>model</c>: the ONNX file.</summary>
/// <param name="File">Its name, beside the manifest.</param>
/// <param name="Sha256">Its SHA-256, 64 lower-case hex digits.</param>
/// <param name="Input">The name of its input, float32 <c>[n, 1, melBands, frames]</c>.</param>
public sealed record ModelFileManifest(string File, string Sha256, string Input);
