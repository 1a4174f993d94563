using System.Numerics.Tensors;
using LiveGenre.Onnx.Classification;
using LiveGenre.Onnx.Native;
using LiveGenre.Onnx.Runtime;

namespace LiveGenre.Onnx.Bundles;

/// <summary>Opens a bundle's model and holds it against the manifest, first by what it declares, then by what it does.</summary>
internal static class ModelProbe
{
    // Kernels may add up in another order when a batch is larger.
    private const float BatchTolerance = 1e-3f;

    public static void Check(ModelBundle bundle)
    {
        _ = OrtApi.Instance; // a missing native library is no fault of the bundle
        try
        {
            using var runner = new ModelRunner(bundle, threads: 1, maxBatch: 2);
            var problems = ModelSignature.Check(bundle.Manifest, runner.Session);
            if (problems.Count == 0)
            {
                problems = Run(bundle.Manifest, runner);
            }

            if (problems.Count > 0)
            {
                throw new ModelFormatException(bundle.Directory, problems);
            }
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelFormatException(bundle.Directory, [$"ONNX Runtime refuses {bundle.Manifest.Model.File}. {e.Message}"], e);
        }
    }

    // Two windows together, then the second alone: a silent one, and one that looks like normalised mel.
    private static List<string> Run(ModelManifest manifest, ModelRunner runner)
    {
        var size = manifest.WindowSize;
        var windows = new float[2 * size];
        var random = new Random(1);
        for (var i = size; i < windows.Length; i++)
        {
            windows[i] = (float)Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * (float)Math.Cos(2 * Math.PI * random.NextDouble());
        }

        runner.Run(windows, 2);
        var (genre, activity, sound) = (runner.GenreLogits(2).ToArray(), runner.ActivityLogits(2).ToArray(), runner.Sound(2).ToArray());
        runner.Run(windows.AsSpan(size), 1);

        var problems = new List<string>();
        Compare(manifest.GenreHead.Output, genre, runner.GenreLogits(1), problems);
        Compare(manifest.ActivityHead.Output, activity, runner.ActivityLogits(1), problems);
        if (manifest.Sound is { } told)
        {
            Compare(told.Output, sound, runner.Sound(1), problems);
        }
        return problems;
    }

    private static void Compare(string output, float[] together, ReadOnlySpan<float> alone, List<string> problems)
    {
        if (!TensorPrimitives.IsFiniteAll<float>(together) || !TensorPrimitives.IsFiniteAll(alone))
        {
            problems.Add($"the model is broken: output {output} holds values that are not finite for windows of zeros and noise.");
            return;
        }

        for (var i = 0; i < alone.Length; i++)
        {
            var expected = together[alone.Length + i];
            if (Math.Abs(expected - alone[i]) > BatchTolerance * Math.Max(1, Math.Abs(expected)))
            {
                problems.Add($"output {output} of one window depends on the other windows of its batch ({alone[i]} alone, {expected} beside another); was the model exported in training mode?");
                return;
            }
        }
    }
}
