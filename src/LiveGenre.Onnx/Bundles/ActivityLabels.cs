namespace LiveGenre.Onnx.Bundles;

/// <summary>The four labels of an activity head. A manifest may list them in any order; everything after the classifier uses this one.</summary>
public static class ActivityLabels
{
    /// <summary>Music alone.</summary>
    public const string Music = "music";

    /// <summary>Speech alone.</summary>
    public const string Speech = "speech";

    /// <summary>Speech over music.</summary>
    public const string SpeechOverMusic = "speech-over-music";

    /// <summary>Neither.</summary>
    public const string Noise = "noise";

    /// <summary>All four, in the order of the classifier's posteriors.</summary>
    public static IReadOnlyList<string> InOrder { get; } = [Music, Speech, SpeechOverMusic, Noise];
}
