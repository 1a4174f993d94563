namespace LiveGenre.Core.Decisions;

/// <summary>How activities are spelled in manifests, on the command line and in files.</summary>
public static class ActivityLabels
{
    private static readonly string[] Labels = ["music", "speech", "speech-over-music", "noise", "silence"];

    /// <summary>Labels of a model's activity head, in the order of its posterior: music, speech, speech-over-music, noise.</summary>
    public static ReadOnlySpan<string> OfModel => Labels.AsSpan(0, (int)Activity.Silence);

    /// <summary>The label of an activity, lower case.</summary>
    public static string ToLabel(this Activity activity) => Labels[(int)activity];
}
