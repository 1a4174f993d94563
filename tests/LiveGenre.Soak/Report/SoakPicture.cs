using LiveGenre.Cli.Plotting;
using LiveGenre.Soak.Faults;
using LiveGenre.Soak.Measurements;

namespace LiveGenre.Soak.Report;

/// <summary>What the daemons held over time, one above the other: memory, threads, handles. A tick on top is a fault.</summary>
internal static class SoakPicture
{
    private const int Left = 64, Width = 900, Right = 24, Top = 44, PanelHeight = 130, PanelDistance = 34;
    private const string Soft = "fill=\"#5b6575\"";
    private const string Font = "font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"#1d2430\"";

    private static readonly string[] Colours = ["#184e8c", "#b85c00"];

    private static readonly (string Title, Func<ProcessSample, double> Value)[] Panels =
    [
        ("Resident memory, MB", s => s.ResidentMegabytes),
        ("Threads", s => s.Threads),
        ("Open files and sockets", s => s.Handles),
    ];

    public static string Draw(IReadOnlyList<(string Name, IReadOnlyList<ProcessSample> Samples)> daemons, IReadOnlyList<FaultRecord> faults, DateTimeOffset began)
    {
        var height = Top + (Panels.Length * (PanelHeight + PanelDistance)) + 10;
        var canvas = new SvgCanvas(Left + Width + Right, height, "Memory, threads and handles of two daemons over a soak");
        var duration = daemons.Max(d => d.Samples[^1].Time);
        var axis = new TimeAxis(Left, Width, TimeSpan.Zero, duration);
        canvas.Rect(0, 0, Left + Width + Right, height, "fill=\"#ffffff\"");
        for (var i = 0; i < daemons.Count; i++)
        {
            canvas.Text(Left + (i * 80), 16, daemons[i].Name, $"style=\"fill:{Colours[i]}\" font-weight=\"bold\"");
        }
        canvas.Text(Left + Width, 16, $"{faults.Count} faults, one tick each", $"text-anchor=\"end\" {Soft}");
        foreach (var fault in faults)
        {
            var x = axis.X(fault.Began - began);
            canvas.Line(x, 22, x, 28, fault.Failure is null ? "stroke=\"#5b6575\"" : "stroke=\"#a82828\" stroke-width=\"2\"");
        }
        for (var p = 0; p < Panels.Length; p++)
        {
            DrawPanel(canvas, axis, Top + (p * (PanelHeight + PanelDistance)), Panels[p].Title, [.. daemons.Select(d => d.Samples.Select(s => (s.Time, Panels[p].Value(s))).ToList())]);
        }
        return canvas.ToFile(Font, 1);
    }

    private static void DrawPanel(SvgCanvas canvas, TimeAxis axis, int top, string title, IReadOnlyList<List<(TimeSpan Time, double Value)>> lines)
    {
        var most = Math.Max(1, lines.Max(line => line.Max(p => p.Value))) * 1.05;
        canvas.Text(Left, top, title, Soft);
        var (ceiling, floor) = (top + 8.0, top + PanelHeight);
        double Y(double value) => floor - (value / most * (floor - ceiling));
        foreach (var value in new[] { 0, most / 2, most })
        {
            canvas.Line(Left, Y(value), Left + Width, Y(value), "stroke=\"#dfe3ea\"");
            canvas.Text(Left - 8, Y(value) + 4, FormattableString.Invariant($"{value:0}"), $"text-anchor=\"end\" {Soft}");
        }
        foreach (var tick in axis.Ticks())
        {
            canvas.Text(axis.X(tick), floor + 15, FormattableString.Invariant($"{tick.TotalMinutes:0.#} min"), $"text-anchor=\"middle\" {Soft}");
        }
        for (var i = 0; i < lines.Count; i++)
        {
            canvas.Polyline([.. lines[i].Select(p => (axis.X(p.Time), Y(p.Value)))], $"stroke=\"{Colours[i]}\" fill=\"none\"");
        }
    }
}
