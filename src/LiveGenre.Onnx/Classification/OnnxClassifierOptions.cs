namespace LiveGenre.Onnx.Classification;

/// <summary>How much of the machine a classifier takes.</summary>
public sealed class OnnxClassifierOptions
{
    /// <summary>Threads of a run, the caller's included. Default 1; 1 to 64.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The most windows that one run takes. Default 32; 1 to 1,024.</summary>
    public int MaxBatch { get; init; } = 32;
}
