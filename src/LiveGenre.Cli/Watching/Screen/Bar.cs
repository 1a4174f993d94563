namespace LiveGenre.Cli.Watching.Screen;

/// <summary>Horizontal bars of block characters, an eighth of a column fine.</summary>
internal static class Bar
{
    private const string Eighths = " ▏▎▍▌▋▊▉█";

    /// <summary>A bar and the blanks behind it.</summary>
    /// <param name="share">How much of it is filled, 0 to 1.</param>
    /// <param name="columns">Its whole length.</param>
    public static (string Filled, string Blank) Create(double share, int columns)
    {
        var eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * columns * 8);
        var (whole, part) = Math.DivRem(eighths, 8);
        var filled = new string('█', whole) + (part > 0 ? Eighths[part].ToString() : "");
        return (filled, new string(' ', columns - filled.Length));
    }
}
