namespace LiveGenre.Onnx.Runtime;

/// <summary>What a model says about itself.</summary>
/// <param name="ProducerName">The program that wrote it, such as <c>pytorch</c>.</param>
/// <param name="GraphName">The graph's name.</param>
/// <param name="Description">Free text.</param>
/// <param name="Version">The producer's number for the model.</param>
public sealed record ModelMetadata(string ProducerName, string GraphName, string Description, long Version);
