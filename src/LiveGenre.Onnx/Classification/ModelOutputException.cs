namespace LiveGenre.Onnx.Classification;

/// <summary>A model gave an output that is no measurement. A broken model must never look like one.</summary>
public sealed class ModelOutputException(string modelId, string output, int window)
    : Exception($"Model {modelId} is broken: its output {output} is not finite for window {window} of the batch, whose input is.")
{
    /// <summary>The manifest's id.</summary>
    public string ModelId { get; } = modelId;

    /// <summary>The model's output.</summary>
    public string Output { get; } = output;

    /// <summary>The window's number in the batch, from 0.</summary>
    public int Window { get; } = window;
}
