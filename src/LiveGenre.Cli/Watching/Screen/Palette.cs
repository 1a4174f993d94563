using Spectre.Console;

namespace LiveGenre.Cli.Watching.Screen;

/// <summary>Colours by what they mean; the terminal's own sixteen, so that its theme holds.</summary>
internal static class Palette
{
    /// <summary>What is on air.</summary>
    public static readonly Color Live = Color.Green;

    /// <summary>What was on air, and is no longer known to be.</summary>
    public static readonly Color Stale = Color.Grey;

    public static readonly Style Good = new(Color.Green);

    public static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);

    public static readonly Style Warning = new(Color.Yellow);

    public static readonly Style Strong = new(decoration: Decoration.Bold);

    public static readonly Style Faint = new(Color.Grey);

    /// <summary>Bars of labels that are not decided on.</summary>
    public static readonly Style Other = new(Color.Teal);
}
