namespace LiveGenre.Onnx.Bundles;

/// <summary>A model bundle that cannot be used: something is missing, contradicts the manifest or is not implemented.</summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>Everything that is wrong with one bundle.</summary>
    /// <param name="path">The bundle's folder, or the file in it.</param>
    /// <param name="problems">One sentence each, with key, value and what is allowed.</param>
    /// <param name="inner">What was thrown below, if anything.</param>
    public ModelFormatException(string path, IReadOnlyList<string> problems, Exception? inner = null)
        : base(Describe(path, problems), inner)
    {
        Path = path;
        Problems = problems;
    }

    /// <summary>The bundle's folder, or the file in it.</summary>
    public string Path { get; }

    /// <summary>One sentence for each thing that is wrong.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string Describe(string path, IReadOnlyList<string> problems) =>
        $"The model bundle {path} cannot be used: " + (problems.Count == 1
            ? problems[0]
            : string.Concat(problems.Select(problem => $"{Environment.NewLine}  - {problem}")));
}
