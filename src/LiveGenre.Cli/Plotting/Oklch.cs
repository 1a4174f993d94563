namespace LiveGenre.Cli.Plotting;

/// <summary>Colours by what the eye sees. Source: B. Ottosson, "A perceptual color space for image processing", 2020 (Oklab).</summary>
internal static class Oklch
{
    /// <summary>An sRGB colour.</summary>
    /// <param name="lightness">0 black to 1 white; equal steps look equal.</param>
    /// <param name="chroma">0 grey; up to about 0.3. What no screen can show is brought nearer to grey.</param>
    /// <param name="hueDegrees">About 30 red, 110 yellow, 145 green, 260 blue, 330 purple.</param>
    public static (byte R, byte G, byte B) ToRgb(double lightness, double chroma, double hueDegrees)
    {
        for (; ; chroma -= 0.005)
        {
            var (r, g, b) = ToLinear(lightness, Math.Max(0, chroma), hueDegrees * Math.PI / 180);
            if (chroma <= 0 || (IsShown(r) && IsShown(g) && IsShown(b)))
            {
                return (Encode(r), Encode(g), Encode(b));
            }
        }
    }

    /// <summary>The same as <c>#rrggbb</c>.</summary>
    public static string ToHex(double lightness, double chroma, double hueDegrees)
    {
        var (r, g, b) = ToRgb(lightness, chroma, hueDegrees);
        return $"#{r:x2}{g:x2}{b:x2}";
    }

    private static (double R, double G, double B) ToLinear(double lightness, double chroma, double hue)
    {
        var (a, b) = (chroma * Math.Cos(hue), chroma * Math.Sin(hue));
        var l = Cube(lightness + (0.3963377774 * a) + (0.2158037573 * b));
        var m = Cube(lightness - (0.1055613458 * a) - (0.0638541728 * b));
        var s = Cube(lightness - (0.0894841775 * a) - (1.2914855480 * b));
        return (
            (4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s),
            (-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s),
            (-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s));
    }

    private static double Cube(double value) => value * value * value;

    private static bool IsShown(double linear) => linear is >= -0.0005 and <= 1.0005;

    private static byte Encode(double linear)
    {
        var value = Math.Clamp(linear, 0, 1);
        return (byte)Math.Round(255 * (value <= 0.0031308 ? 12.92 * value : (1.055 * Math.Pow(value, 1 / 2.4)) - 0.055)); // IEC 61966-2-1
    }
}
