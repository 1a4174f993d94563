namespace LiveGenre.Onnx.Runtime;

/// <summary>How far ONNX Runtime rewrites a graph before it runs it; the values are those of the C API.</summary>
public enum GraphOptimizationLevel
{
    /// <summary>Run it as it is.</summary>
    DisableAll = 0,

    /// <summary>Fold constants, remove what has no effect.</summary>
    EnableBasic = 1,

    /// <summary>Fuse operators too.</summary>
    EnableExtended = 2,

    /// <summary>Choose memory layouts too.</summary>
    EnableAll = 99,
}
