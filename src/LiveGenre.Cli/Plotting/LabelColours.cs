using LiveGenre.Core.Decisions;

namespace LiveGenre.Cli.Plotting;

/// <summary>A colour for each label, as far apart as many labels can be: hues all around, light and less light in turn. Black text is legible on all of them.</summary>
internal static class LabelColours
{
    /// <summary>The colour of a genre.</summary>
    /// <param name="label">Position in the model's labels, or a value of <see cref="GenreLabel"/>.</param>
    /// <param name="count">Labels there are.</param>
    public static string Of(int label, int count) => label switch
    {
        GenreLabel.None => "#8d96a3",
        GenreLabel.Unknown => "#c9ced6",
        _ => Oklch.ToHex(label % 2 == 0 ? 0.82 : 0.70, 0.13, 20 + (360.0 * label / count)),
    };

    /// <summary>The colour of an activity.</summary>
    public static string Of(Activity activity) => activity switch
    {
        Activity.Music => Oklch.ToHex(0.80, 0.12, 250),
        Activity.Speech => Oklch.ToHex(0.82, 0.13, 70),
        Activity.SpeechOverMusic => Oklch.ToHex(0.80, 0.11, 145),
        Activity.Noise => Oklch.ToHex(0.70, 0.13, 25),
        _ => "#c9ced6",
    };
}
