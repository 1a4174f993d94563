using LiveGenre.Cli.Output;
using LiveGenre.Cli.Plotting;
using LiveGenre.Core.Evaluation;
using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>A programme over time, in rows: what was true, above what each smoother said.</summary>
internal static class TimelinePicture
{
    private static readonly TimeSpan RowDuration = TimeSpan.FromMinutes(10);

    private const int Left = 150;
    private const int Width = 800;
    private const int Lane = 16;
    private const double TextWidth = 7.2; // of a character, pixels, at 12 px

    /// <summary>Draws it.</summary>
    public static string Create(StreamResult result)
    {
        List<(string Name, IReadOnlyList<LabelledSpan> Spans)> lanes =
        [
            ("truth", result.Programme.Genres),
            .. result.Outcomes.Select(outcome => (SmootherNames.Of(outcome.Options.Smoothing), outcome.Decided)),
        ];
        var rowHeight = (lanes.Count * (Lane + 2)) + 34;
        var rows = (int)Math.Ceiling(result.Programme.Duration / RowDuration);
        var canvas = new SvgCanvas(Left + Width + 30, rows * rowHeight, "True genres above decided ones over time");
        for (var row = 0; row < rows; row++)
        {
            var start = RowDuration * row;
            var duration = rows == 1 ? result.Programme.Duration : RowDuration;
            var time = new TimeAxis(Left, Width, start, duration);
            foreach (var (at, (name, spans)) in lanes.Index())
            {
                var top = (row * rowHeight) + (at * (Lane + 2));
                canvas.Text(Left - 8, top + 12, name, "text-anchor=\"end\"");
                foreach (var span in spans.Where(span => span.Start < start + duration && span.End > start))
                {
                    AddSpan(canvas, time, top, span, result.Labels);
                }
            }
            var bottom = (row * rowHeight) + (lanes.Count * (Lane + 2));
            foreach (var tick in time.Ticks())
            {
                canvas.Line(time.X(tick), bottom, time.X(tick), bottom + 4, "class=\"soft\"");
                canvas.Text(time.X(tick), bottom + 17, tick.ToClock(), "text-anchor=\"middle\"");
            }
        }
        return canvas.ToInline();
    }

    private static void AddSpan(SvgCanvas canvas, TimeAxis time, double top, LabelledSpan span, IReadOnlyList<string> labels)
    {
        var (from, to, name) = (time.X(span.Start), time.X(span.End), LabelNames.Of(span.Label, labels));
        canvas.Rect(from, top, Math.Max(0.5, to - from - 0.5), Lane, $"fill=\"{LabelColours.Of(span.Label, labels.Count)}\"", $"{name}, {span.Start.ToClock()} to {span.End.ToClock()}");
        if (name.Length * TextWidth < to - from)
        {
            canvas.Text((from + to) / 2, top + 12, name, "text-anchor=\"middle\" style=\"fill:#10151d\"");
        }
    }
}
