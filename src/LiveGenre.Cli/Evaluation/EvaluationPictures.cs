using LiveGenre.Cli.Plotting;
using LiveGenre.Core.Evaluation;

namespace LiveGenre.Cli.Evaluation;

/// <summary>The pictures of an evaluation, for a page.</summary>
internal static class EvaluationPictures
{
    private const int Cell = 40;
    private const int Margin = 96; // for labels, and for the axes of the curve
    private const int CurveSize = 360;
    private const int BarHeight = 9;
    private const int BarWidth = 420;

    /// <summary>Rows are the truth; blue is right, red is not, and a stronger colour is a larger share of the row.</summary>
    public static string Confusion(IReadOnlyList<string> labels, ClassificationMetrics metrics, string what)
    {
        var size = Margin + (labels.Count * Cell) + (Margin / 2); // the last label leans over the edge
        var canvas = new SvgCanvas(size, Margin + (labels.Count * Cell) + 4, $"Confusion matrix of {what}; the table beside it says the same");
        for (var truth = 0; truth < labels.Count; truth++)
        {
            var middle = Margin + (truth * Cell) + (Cell / 2);
            canvas.Text(Margin - 6, middle + 4, labels[truth], "text-anchor=\"end\"");
            canvas.TurnedText(middle + 4, Margin - 6, -60, labels[truth]);
            for (var predicted = 0; predicted < labels.Count; predicted++)
            {
                AddCell(canvas, labels, metrics, truth, predicted);
            }
        }
        return canvas.ToInline();
    }

    /// <summary>Confidence against the share that is right; a point's area is its share of the windows.</summary>
    public static string Reliability(ClassificationMetrics windows)
    {
        var canvas = new SvgCanvas(CurveSize + Margin, CurveSize + Margin, "Reliability diagram; the table beside it says the same");
        foreach (var tick in new[] { 0, 0.25, 0.5, 0.75, 1 })
        {
            canvas.Line(X(tick), Y(0), X(tick), Y(1), "class=\"grid\"");
            canvas.Line(X(0), Y(tick), X(1), Y(tick), "class=\"grid\"");
            canvas.Text(X(tick), Y(0) + 16, FormattableString.Invariant($"{tick}"), "text-anchor=\"middle\"");
            canvas.Text(X(0) - 6, Y(tick) + 4, FormattableString.Invariant($"{tick}"), "text-anchor=\"end\"");
        }
        canvas.Line(X(0), Y(0), X(1), Y(1), "class=\"soft\" stroke-dasharray=\"4 4\"");
        var bins = windows.Reliability.Where(bin => bin.Count > 0).ToList();
        canvas.Polyline([.. bins.Select(bin => (X(bin.MeanConfidence), Y(bin.Accuracy)))], "class=\"curve\"");
        foreach (var bin in bins)
        {
            canvas.Circle(
                X(bin.MeanConfidence), Y(bin.Accuracy), 3 + (14 * Math.Sqrt((double)bin.Count / windows.ItemCount)), "class=\"right\" fill-opacity=\".5\"",
                $"{bin.Count} windows: confidence {HtmlPage.Number(bin.MeanConfidence)}, right {HtmlPage.Percent(bin.Accuracy)}");
        }
        canvas.Text(X(0.5), Y(0) + 36, "confidence", "text-anchor=\"middle\"");
        canvas.TurnedText(X(0) - 36, Y(0.5), -90, "share that is right", "text-anchor=\"middle\"");
        return canvas.ToInline();
    }

    /// <summary>Precision, recall and F1 of each label, from the top.</summary>
    public static string Bars(IReadOnlyList<string> labels, ClassificationMetrics metrics)
    {
        const int row = (3 * BarHeight) + 9;
        var canvas = new SvgCanvas(Margin + BarWidth + 60, (labels.Count * row) + 24, "Precision, recall and F1 of each label; the table beside it says the same");
        foreach (var tick in new[] { 0, 0.25, 0.5, 0.75, 1 })
        {
            canvas.Line(Margin + (tick * BarWidth), 0, Margin + (tick * BarWidth), labels.Count * row, "class=\"grid\"");
            canvas.Text(Margin + (tick * BarWidth), (labels.Count * row) + 16, FormattableString.Invariant($"{tick}"), "text-anchor=\"middle\"");
        }
        foreach (var (at, label) in labels.Index())
        {
            var scores = metrics.Labels[at];
            canvas.Text(Margin - 8, (at * row) + (row / 2) + 2, label, "text-anchor=\"end\"");
            foreach (var (bar, (name, value, opacity)) in new[] { ("precision", scores.Precision, 0.35), ("recall", scores.Recall, 0.65), ("F1", scores.F1, 1) }.Index())
            {
                canvas.Rect(
                    Margin, (at * row) + 3 + (bar * (BarHeight + 1)), value * BarWidth, BarHeight,
                    FormattableString.Invariant($"class=\"right\" fill-opacity=\"{opacity}\""), $"{label}: {name} {HtmlPage.Number(value)}");
            }
        }
        return canvas.ToInline();
    }

    private static void AddCell(SvgCanvas canvas, IReadOnlyList<string> labels, ClassificationMetrics metrics, int truth, int predicted)
    {
        var count = metrics.Confusion(truth, predicted);
        var share = (double)count / Math.Max(1, metrics.Labels[truth].Support);
        var (x, y) = (Margin + (predicted * Cell), Margin + (truth * Cell));
        var colour = count == 0 ? "none" : truth == predicted ? "right" : "wrong";
        canvas.Rect(
            x, y, Cell - 1, Cell - 1, FormattableString.Invariant($"class=\"{colour}\" fill-opacity=\"{Math.Max(0.07, share):0.###}\""),
            $"{labels[truth]} taken for {labels[predicted]}: {count}");
        if (count > 0)
        {
            canvas.Text(x + (Cell / 2), y + (Cell / 2) + 4, HtmlPage.Count(count), $"text-anchor=\"middle\"{(share > 0.5 ? " class=\"on\"" : "")}");
        }
    }

    private static double X(double value) => (Margin / 2) + (value * CurveSize);

    private static double Y(double value) => (Margin / 2) + ((1 - value) * CurveSize);
}
