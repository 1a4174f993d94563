namespace LiveGenre.Cli.Output;

/// <summary>Text from elsewhere on its way to a terminal.</summary>
internal static class TerminalText
{
    /// <summary>Without control characters: a station's title must not drive the terminal.</summary>
    public static string WithoutControls(this string text) =>
        text.Any(char.IsControl) ? string.Create(text.Length, text, (target, from) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = char.IsControl(from[i]) ? ' ' : from[i];
            }
        }) : text;
}
