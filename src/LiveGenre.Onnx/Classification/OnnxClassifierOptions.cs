namespace LiveGenre.Onnx.Classification;

/// <summary>How much of the machine a classifier takes.</summary>
public sealed class OnnxClassifierOptions
{
    /// <summary>The most that <see cref="Threads"/> may be.</summary>
    public const int MaxThreads = 64;

    /// <summary>The most that <see cref="MaxBatch"/> may be.</summary>
    public const int LargestBatch = 1_024;

    /// <summary>Threads of a run, the caller's included. Default 1; 1 to <see cref="MaxThreads"/>.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The most windows that one run takes. Default 32; 1 to <see cref="LargestBatch"/>.</summary>
    public int MaxBatch { get; init; } = 32;
}
