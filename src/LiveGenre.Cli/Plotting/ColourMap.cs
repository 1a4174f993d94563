namespace LiveGenre.Cli.Plotting;

/// <summary>Values as colours, from near black over purple, red and orange to pale yellow: lightness rises evenly, so that no step looks larger than it is, in grey too.</summary>
internal static class ColourMap
{
    private static readonly (byte R, byte G, byte B)[] Colours = [.. Enumerable.Range(0, 256).Select(step => At(step / 255.0))];

    /// <summary>The colour of a value; what lies outside 0 to 1 is brought to its end.</summary>
    public static (byte R, byte G, byte B) Of(double value) => Colours[(int)Math.Round(255 * Math.Clamp(double.IsNaN(value) ? 0 : value, 0, 1))];

    private static (byte R, byte G, byte B) At(double value)
    {
        var hue = 285 + (175 * value); // over 360: 285 violet, 380 = 20 red, 460 = 100 yellow
        var chroma = 0.02 + (0.19 * Math.Sin(Math.PI * Math.Pow(value, 0.8))); // little at both ends, where screens have little
        return Oklch.ToRgb(0.08 + (0.88 * value), chroma, hue % 360);
    }
}
