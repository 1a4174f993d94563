namespace LiveGenre.Onnx.Runtime;

/// <summary>Whether a graph's branches run one after another; the values are those of the C API.</summary>
public enum ExecutionMode
{
    /// <summary>One operator at a time.</summary>
    Sequential = 0,

    /// <summary>Branches at the same time, on the inter-op threads.</summary>
    Parallel = 1,
}
