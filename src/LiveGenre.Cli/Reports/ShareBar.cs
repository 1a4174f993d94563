using System.Globalization;
using System.Net;
using System.Text;

namespace LiveGenre.Cli.Reports;

/// <summary>Shares side by side as a bar, in SVG. A screen reader reads them out, a pointer names each, and those that are wide enough say it themselves.</summary>
internal static class ShareBar
{
    private const int Width = 300;
    private const int Height = 20;

    /// <summary>Average width of a letter at 11 px, and room beside the text.</summary>
    private const double LetterWidth = 6.2;

    private const double Padding = 8;

    public static string Create(IReadOnlyList<(string Name, double Share, string Colour)> shares)
    {
        var described = string.Join(", ", shares.Select(s => $"{s.Name} {RowFigures.Percent(s.Share)}"));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Text(described)}\">");
        var x = 0.0;
        foreach (var (name, share, colour) in shares)
        {
            var width = share * Width;
            // The gap between two is a pixel.
            svg.Append(CultureInfo.InvariantCulture,
                $"<rect x=\"{x:0.##}\" width=\"{Math.Max(0.5, width - 1):0.##}\" height=\"{Height}\" fill=\"{colour}\"><title>{Text(name)} {RowFigures.Percent(share)}</title></rect>");
            var words = $"{name} {100 * share:0} %";
            if (width >= (words.Length * LetterWidth) + Padding)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + (width / 2):0.##}\" y=\"14\" text-anchor=\"middle\" fill=\"#fff\">{Text(words)}</text>");
            }
            x += width;
        }
        return svg.Append("</svg>").ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
