using System.Globalization;
using System.Text;

namespace LiveGenre.Cli.Plotting;

/// <summary>An SVG picture as it grows. Coordinates are pixels from the top left, written with at most two decimals.</summary>
/// <param name="width">Of the picture.</param>
/// <param name="height">Of the picture.</param>
/// <param name="label">What it shows, for those who cannot see it.</param>
internal sealed class SvgCanvas(double width, double height, string label)
{
    private readonly StringBuilder _svg = new();

    /// <summary>A rectangle.</summary>
    /// <param name="x">Left.</param>
    /// <param name="y">Top.</param>
    /// <param name="w">Width.</param>
    /// <param name="h">Height.</param>
    /// <param name="style">Attributes, such as <c>class="right"</c>.</param>
    /// <param name="title">Shown where a pointer rests on it; null for nothing.</param>
    public void Rect(double x, double y, double w, double h, string style, string? title = null)
    {
        Add($"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{w:0.##}\" height=\"{h:0.##}\" {style}");
        Close("rect", title);
    }

    /// <summary>A disc.</summary>
    public void Circle(double x, double y, double radius, string style, string? title = null)
    {
        Add($"<circle cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\" {style}");
        Close("circle", title);
    }

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string style) =>
        Add($"<path d=\"M{x1:0.##} {y1:0.##}L{x2:0.##} {y2:0.##}\" {style}/>\n");

    /// <summary>Straight lines from point to point; nothing for less than two.</summary>
    public void Polyline(IReadOnlyList<(double X, double Y)> points, string style)
    {
        if (points.Count > 1)
        {
            var path = string.Join('L', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.##} {point.Y:0.##}")));
            Add($"<path d=\"M{path}\" {style}/>\n");
        }
    }

    /// <summary>Text on a base line.</summary>
    /// <param name="x">Where it is anchored.</param>
    /// <param name="y">Base line.</param>
    /// <param name="text">Plain text.</param>
    /// <param name="style">Attributes, such as <c>text-anchor="end"</c>.</param>
    public void Text(double x, double y, string text, string style = "") =>
        Add($"<text x=\"{x:0.##}\" y=\"{y:0.##}\" {style}>{HtmlPage.Text(text)}</text>\n");

    /// <summary>Text turned about its anchor.</summary>
    public void TurnedText(double x, double y, double degrees, string text, string style = "") =>
        Add($"<text transform=\"translate({x:0.##} {y:0.##}) rotate({degrees:0.##})\" {style}>{HtmlPage.Text(text)}</text>\n");

    /// <summary>A PNG picture, held within this one.</summary>
    public void Image(double x, double y, double w, double h, ReadOnlySpan<byte> png)
    {
        Add($"<image x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{w:0.##}\" height=\"{h:0.##}\" preserveAspectRatio=\"none\" href=\"data:image/png;base64,");
        _svg.Append(Convert.ToBase64String(png)).Append("\"/>\n");
    }

    /// <summary>The picture as part of an HTML page.</summary>
    public string ToInline() => string.Create(CultureInfo.InvariantCulture,
        $"<svg width=\"{width:0.##}\" height=\"{height:0.##}\" viewBox=\"0 0 {width:0.##} {height:0.##}\" role=\"img\" aria-label=\"{HtmlPage.Text(label)}\">\n{_svg}</svg>");

    /// <summary>The picture as a file of its own.</summary>
    /// <param name="style">Attributes of the whole, such as its font.</param>
    /// <param name="scale">Pixels of the file for a pixel of the picture.</param>
    public string ToFile(string style, double scale) => string.Create(CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width * scale:0.##}\" height=\"{height * scale:0.##}\" viewBox=\"0 0 {width:0.##} {height:0.##}\" role=\"img\" aria-label=\"{HtmlPage.Text(label)}\" {style}>\n{_svg}</svg>\n");

    private void Add(FormattableString part) => _svg.Append(FormattableString.Invariant(part));

    private void Close(string element, string? title) =>
        _svg.Append(title is null ? "/>\n" : $"><title>{HtmlPage.Text(title)}</title></{element}>\n");
}
