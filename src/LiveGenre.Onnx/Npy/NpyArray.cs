namespace LiveGenre.Onnx.Npy;

/// <summary>An array of 32-bit floats as NumPy stores it.</summary>
/// <param name="Shape">Sizes, the slowest dimension first; empty for a single number.</param>
/// <param name="Values">The elements, row by row (C order).</param>
public sealed record NpyArray(IReadOnlyList<int> Shape, float[] Values);
