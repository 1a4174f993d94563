using System.Globalization;
using System.Net;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LiveGenre.Cli.Watching.Screen;

/// <summary>A screen as an SVG picture.</summary>
internal static class ScreenPicture
{
    private const double CellWidth = 8.4; // of a 14 px monospaced font
    private const int CellHeight = 18;
    private const int Baseline = 14;
    private const int Padding = 16;
    private const string Foreground = "#d5dbe5";
    private const string Background = "#11151c";

    /// <summary>How a dark theme shows the terminal's own colours.</summary>
    private static readonly Dictionary<Color, string> Theme = new()
    {
        [Color.Default] = Foreground,
        [Color.Green] = "#4cc38a",
        [Color.Teal] = "#3f9fb5",
        [Color.Grey] = "#7f899a",
        [Color.Yellow] = "#e2c04b",
        [Color.Red] = "#f0605d",
    };

    /// <summary>The whole canvas, with the colours of a dark terminal.</summary>
    public static string Create(ScreenCanvas canvas)
    {
        var (width, height) = ((canvas.Width * CellWidth) + (2 * Padding), (canvas.Lines.Count * CellHeight) + (2 * Padding));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0.#} {height}\" width=\"{width:0.#}\" height=\"{height}\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\" fill=\"{Foreground}\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{Background}\"/>\n");
        foreach (var (row, line) in canvas.Lines.Index())
        {
            var column = 0;
            foreach (var segment in line)
            {
                Append(svg, segment, column, row);
                column += Segment.CellCount([segment]);
            }
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static void Append(StringBuilder svg, Segment segment, int column, int row)
    {
        var text = segment.Text.TrimEnd('\n');
        var y = Padding + (row * CellHeight);
        var color = Theme.TryGetValue(segment.Style.Foreground, out var known) ? known : "#" + segment.Style.Foreground.ToHex();
        if (text.Length > 0 && text.All(c => c is >= '▉' and <= '▏' or '█'))
        {
            // A bar is drawn, not written: fonts leave seams between blocks.
            var eighths = text.Sum(c => '▐' - c); // U+2588 is eight of them, U+258F one
            svg.Append(CultureInfo.InvariantCulture,
                $"<rect x=\"{Padding + (column * CellWidth):0.#}\" y=\"{y + 2}\" width=\"{eighths / 8.0 * CellWidth:0.#}\" height=\"{CellHeight - 4}\" fill=\"{color}\"/>\n");
            return;
        }
        var trimmed = text.TrimStart(' ');
        var start = column + text.Length - trimmed.Length;
        trimmed = trimmed.TrimEnd(' ');
        if (trimmed.Length == 0)
        {
            return;
        }
        var weight = segment.Style.Decoration.HasFlag(Decoration.Bold) ? " font-weight=\"bold\"" : "";
        var length = Segment.CellCount([new Segment(trimmed)]) * CellWidth;
        svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{Padding + (start * CellWidth):0.#}\" y=\"{y + Baseline}\" fill=\"{color}\"{weight} textLength=\"{length:0.#}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">{WebUtility.HtmlEncode(trimmed)}</text>\n");
    }
}
