namespace LiveGenre.Onnx.Runtime;

/// <summary>What a model declares of one input or output.</summary>
/// <param name="ElementType">Its elements; <see cref="TensorElementType.Undefined"/> where it is no tensor.</param>
/// <param name="Dimensions">Its shape; −1 where a dimension is dynamic.</param>
/// <param name="SymbolicDimensions">The names of the dynamic dimensions; empty text elsewhere.</param>
public sealed record NodeMetadata(
    TensorElementType ElementType, IReadOnlyList<long> Dimensions, IReadOnlyList<string> SymbolicDimensions)
{
    /// <summary>Type and shape as a person writes them: <c>Float [n, 1, 128, 172]</c>.</summary>
    public override string ToString()
    {
        var dimensions = Dimensions.Zip(SymbolicDimensions, (size, name) => size >= 0 ? $"{size}" : name.Length > 0 ? name : "?");
        return $"{ElementType} [{string.Join(", ", dimensions)}]";
    }
}
