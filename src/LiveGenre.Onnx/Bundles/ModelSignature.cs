using LiveGenre.Onnx.Runtime;

namespace LiveGenre.Onnx.Bundles;

/// <summary>Holds the inputs and outputs that a model declares against its manifest.</summary>
internal static class ModelSignature
{
    /// <summary>Everything that disagrees, one sentence each.</summary>
    public static List<string> Check(ModelManifest manifest, InferenceSession session)
    {
        var problems = new List<string>();
        Input(manifest, session.InputMetadata, problems);
        foreach (var head in manifest.Heads)
        {
            Output($"the head {head.Name}", head.Output, "labels", head.Labels.Count, session.OutputMetadata, problems);
        }
        if (manifest.Sound is { } sound)
        {
            Output("sound", sound.Output, "variances", sound.Between.Count, session.OutputMetadata, problems);
        }

        return problems;
    }

    private static void Input(ModelManifest manifest, IReadOnlyDictionary<string, NodeMetadata> inputs, List<string> problems)
    {
        var name = manifest.Model.Input;
        if (!inputs.TryGetValue(name, out var input))
        {
            problems.Add($"the model has no input {name}, which model.input names; it has {string.Join(", ", inputs.Keys)}.");
            return;
        }

        if (inputs.Count > 1)
        {
            problems.Add($"the model needs the inputs {string.Join(", ", inputs.Keys)}; allowed: {name} alone.");
        }

        var (bands, frames) = (manifest.FrontEnd.MelBands, manifest.AnalysisWindow.Frames);
        if (!Fits(input, [null, 1, bands, frames]))
        {
            problems.Add($"the model's input {name} is {input}; the manifest needs Float [n, 1, {bands}, {frames}] with a dynamic n (frontEnd.melBands, analysisWindow.frames).");
        }
    }

    private static void Output(
        string key, string name, string columns, int count, IReadOnlyDictionary<string, NodeMetadata> outputs, List<string> problems)
    {
        if (!outputs.TryGetValue(name, out var output))
        {
            problems.Add($"the model has no output {name}, which {key} names; it has {string.Join(", ", outputs.Keys)}.");
        }
        else if (!Fits(output, [null, count]))
        {
            problems.Add($"the model's output {name} is {output}; {key} has {count} {columns} and needs Float [n, {count}] with a dynamic n.");
        }
    }

    // null: must be dynamic. A number: that, or dynamic, which the probe run then settles.
    private static bool Fits(NodeMetadata node, ReadOnlySpan<long?> shape)
    {
        if (node.ElementType != TensorElementType.Float || node.Dimensions.Count != shape.Length)
        {
            return false;
        }

        for (var i = 0; i < shape.Length; i++)
        {
            var dimension = node.Dimensions[i];
            if (dimension >= 0 && dimension != shape[i])
            {
                return false;
            }
        }

        return true;
    }
}
