using System.Globalization;
using System.Net;
using System.Text;
using LiveGenre.Core.Evaluation;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Cli.Evaluation;

/// <summary>An evaluation as one HTML file that needs nothing beside it.</summary>
internal static class EvaluationReport
{
    private const int Cell = 40;
    private const int Margin = 96; // for labels, and for the axes of the curve
    private const int CurveSize = 360;

    public static string Create(EvaluationResult result, ModelManifest manifest, string folder, DateTimeOffset time)
    {
        var (tracks, windows) = (result.Tracks, result.Windows);
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{Text(manifest.Id)}} on {{Text(folder)}}</title>
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1d2430; background: #fff; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid #dfe3ea; }
            th:first-child, td:first-child { text-align: left; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
            dt { color: #5b6575; } dd { margin: 0; font-variant-numeric: tabular-nums; }
            svg { max-width: 100%; height: auto; font: 12px system-ui, sans-serif; }
            </style>
            <h1>{{Text(manifest.Id)}}</h1>
            <dl>
            <dt>Tracks</dt><dd>{{tracks.ItemCount}} in {{Text(folder)}}</dd>
            <dt>Accuracy</dt><dd>{{Percent(tracks.Accuracy)}} of tracks, {{Percent(windows.Accuracy)}} of {{windows.ItemCount}} windows</dd>
            <dt>Macro F1</dt><dd>{{Number(tracks.MacroF1)}}</dd>
            <dt>Expected calibration error</dt><dd>{{Number(windows.ExpectedCalibrationError)}} of windows, {{Number(tracks.ExpectedCalibrationError)}} of tracks</dd>
            <dt>Model</dt><dd>SHA-256 {{manifest.Model.Sha256}}</dd>
            <dt>Measured</dt><dd>{{time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}}</dd>
            </dl>
            <h2>Labels</h2>
            {{LabelTable(result)}}
            <h2>Confusion</h2>
            <p>Tracks of each label (row) by what they were taken for (column); darker is a larger share of the row.</p>
            {{ConfusionMatrix(result)}}
            <h2>Reliability</h2>
            <p>Windows of similar confidence: on the diagonal they are right as often as they claim. A point's area is its share of the windows.</p>
            {{ReliabilityCurve(windows)}}
            </html>

            """;
    }

    private static string LabelTable(EvaluationResult result)
    {
        var html = new StringBuilder("<table><tr><th>label<th>precision<th>recall<th>F1<th>tracks</tr>\n");
        foreach (var (label, scores) in result.Labels.Zip(result.Tracks.Labels))
        {
            html.Append(CultureInfo.InvariantCulture,
                $"<tr><td>{Text(label)}<td>{Number(scores.Precision)}<td>{Number(scores.Recall)}<td>{Number(scores.F1)}<td>{scores.Support}</tr>\n");
        }
        return html.Append("</table>").ToString();
    }

    private static string ConfusionMatrix(EvaluationResult result)
    {
        var labels = result.Labels;
        var size = Margin + (labels.Count * Cell) + (Margin / 2); // the last label leans over the edge
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {size} {size}\" role=\"img\" aria-label=\"Confusion matrix\">\n");
        for (var at = 0; at < labels.Count; at++)
        {
            var middle = Margin + (at * Cell) + (Cell / 2);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin - 6}\" y=\"{middle + 4}\" text-anchor=\"end\">{Text(labels[at])}</text>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate({middle + 4} {Margin - 6}) rotate(-60)\">{Text(labels[at])}</text>\n");
            for (var predicted = 0; predicted < labels.Count; predicted++)
            {
                AppendCell(svg, result, at, predicted);
            }
        }
        return svg.Append("</svg>").ToString();
    }

    private static void AppendCell(StringBuilder svg, EvaluationResult result, int truth, int predicted)
    {
        var count = result.Tracks.Confusion(truth, predicted);
        var share = (double)count / Math.Max(1, result.Tracks.Labels[truth].Support);
        var (x, y) = (Margin + (predicted * Cell), Margin + (truth * Cell));
        // From white to a deep blue for what is right, to a deep red for what is not.
        var colour = count == 0 ? "90, 100, 120" : truth == predicted ? "24, 78, 140" : "168, 40, 40";
        svg.Append(CultureInfo.InvariantCulture,
            $"<rect x=\"{x}\" y=\"{y}\" width=\"{Cell - 1}\" height=\"{Cell - 1}\" fill=\"rgb({colour})\" fill-opacity=\"{Math.Max(0.06, share):0.###}\"><title>{Text(result.Labels[truth])} taken for {Text(result.Labels[predicted])}: {count}</title></rect>\n");
        if (count > 0)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{x + (Cell / 2)}\" y=\"{y + (Cell / 2) + 4}\" text-anchor=\"middle\" fill=\"{(share > 0.5 ? "#fff" : "#1d2430")}\">{count}</text>\n");
        }
    }

    private static string ReliabilityCurve(ClassificationMetrics windows)
    {
        var size = CurveSize + (2 * Margin / 2);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {size} {size}\" role=\"img\" aria-label=\"Reliability curve\">\n");
        foreach (var tick in new[] { 0, 0.25, 0.5, 0.75, 1 })
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<path d=\"M{X(tick)} {Y(0)}V{Y(1)}M{X(0)} {Y(tick)}H{X(1)}\" stroke=\"#dfe3ea\"/><text x=\"{X(tick)}\" y=\"{Y(0) + 16}\" text-anchor=\"middle\">{tick}</text><text x=\"{X(0) - 6}\" y=\"{Y(tick) + 4}\" text-anchor=\"end\">{tick}</text>\n");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{X(0)} {Y(0)}L{X(1)} {Y(1)}\" stroke=\"#8a94a6\" stroke-dasharray=\"4 4\"/>\n");
        var bins = windows.Reliability.Where(bin => bin.Count > 0).ToList();
        if (bins.Count == 0)
        {
            return svg.Append("</svg>").ToString();
        }
        var line = string.Join("L", bins.Select(bin => string.Create(CultureInfo.InvariantCulture, $"{X(bin.MeanConfidence)} {Y(bin.Accuracy)}")));
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{line}\" fill=\"none\" stroke=\"#184e8c\" stroke-width=\"2\"/>\n");
        foreach (var bin in bins)
        {
            var radius = 3 + (14 * Math.Sqrt((double)bin.Count / windows.ItemCount));
            svg.Append(CultureInfo.InvariantCulture,
                $"<circle cx=\"{X(bin.MeanConfidence)}\" cy=\"{Y(bin.Accuracy)}\" r=\"{radius:0.#}\" fill=\"#184e8c\" fill-opacity=\".5\"><title>{bin.Count} windows: confidence {Number(bin.MeanConfidence)}, right {Percent(bin.Accuracy)}</title></circle>\n");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(0.5)}\" y=\"{Y(0) + 36}\" text-anchor=\"middle\">confidence</text><text transform=\"translate({X(0) - 36} {Y(0.5)}) rotate(-90)\" text-anchor=\"middle\">share that is right</text>\n");
        return svg.Append("</svg>").ToString();
    }

    private static double X(double value) => Math.Round((Margin / 2) + (value * CurveSize), 1);

    private static double Y(double value) => Math.Round((Margin / 2) + ((1 - value) * CurveSize), 1);

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Percent(double value) => (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
