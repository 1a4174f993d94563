namespace LiveGenre.Onnx.Bundles;

/// <summary>One of <c>heads</c>: an output of logits that becomes posteriors.</summary>
/// <param name="Name"><see cref="Genre"/> or <see cref="Activity"/>.</param>
/// <param name="Output">The model's output, float32 <c>[n, labels]</c>.</param>
/// <param name="Labels">What the output's columns mean, in order.</param>
/// <param name="Temperature">What the logits are divided by before the softmax; above 0.</param>
/// <param name="AppliesTo">The activity under which the head means something; absent for the activity head itself.</param>
public sealed record HeadManifest(
    string Name, string Output, IReadOnlyList<string> Labels, double Temperature, string? AppliesTo = null)
{
    /// <summary>The name of the head that names the genre.</summary>
    public const string Genre = "genre";

    /// <summary>The name of the head that tells music from speech and noise.</summary>
    public const string Activity = "activity";
}
