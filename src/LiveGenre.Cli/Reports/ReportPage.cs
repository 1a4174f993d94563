using System.Globalization;
using System.Net;
using System.Text;
using LiveGenre.Cli.Watching;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Reports;

/// <summary>A report as one HTML file that needs nothing beside it, on the screen and on paper.</summary>
internal static class ReportPage
{
    private const string Gray = "#5f6773";

    /// <summary>White text can be read on each.</summary>
    private static readonly string[] Colours =
        ["#1f5fa8", "#a83232", "#2e7445", "#7a4fa3", "#a25300", "#00707a", "#8a2f6b", "#5b6b1f", "#6b4a2f", "#3d4f91", "#7d5600", "#455a64"];

    private static readonly Dictionary<Activity, string> ActivityColours = new()
    {
        [Activity.Music] = "#1f5fa8",
        [Activity.SpeechOverMusic] = "#7a4fa3",
        [Activity.Speech] = "#a25300",
        [Activity.Noise] = Gray,
        [Activity.Silence] = "#2b303a",
    };

    public static string Create(GetReportResponse report, DateTimeOffset time)
    {
        var total = new RowFigures(report.Total);
        var rows = report.Rows.Select(r => new RowFigures(r)).ToList();
        var genres = total.Genres.Select(g => g.Label).Union(rows.SelectMany(r => r.Genres.Select(g => g.Label))).ToList();
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{Text(report.SourceId)}}: {{Text(total.Title)}}</title>
            <style>
            body { font: 14px/1.45 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; color: #1d2430; background: #fff; }
            h1 { margin-bottom: 0; } h1 + p { margin-top: .2rem; color: #4a5260; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            caption { text-align: left; font-weight: 600; padding: .3rem 0; }
            th, td { padding: .25rem .7rem .25rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #dfe3ea; }
            td.number, th.number { text-align: right; white-space: nowrap; }
            tr.total > * { border-top: 2px solid #1d2430; font-weight: 600; }
            ul { margin: 0; padding: 0; list-style: none; }
            svg { display: block; font: 11px system-ui, sans-serif; }
            .off { font-weight: 700; color: #8f1d1d; } .met { color: #1d5c34; } .not-measured { color: #4a5260; }
            footer { margin-top: 1.5rem; color: #4a5260; }
            @media print {
              @page { margin: 12mm; size: landscape; }
              body { margin: 0; max-width: none; font-size: 9pt; }
              .wide { overflow: visible; }
              thead { display: table-header-group; } tr, svg { break-inside: avoid; } h2 { break-after: avoid; }
              svg rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
            }
            </style>
            <h1>{{Text(report.SourceId)}}</h1>
            <p>{{Text(total.Title)}}, {{Text(report.TimeZone)}}. {{RowFigures.Percent(total.HeardShare)}} of the time was heard.</p>
            {{Targets(report.Total)}}
            <h2>What was on air</h2>
            {{Pictures(rows, total, genres)}}
            <h2>Figures</h2>
            {{Figures(rows, total, genres)}}
            <footer>{{RowFigures.Basis}}{{(RowFigures.HasNotMeasured(report) ? " " + RowFigures.NotMeasured : "")}} Made by LiveGenre, {{time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}}.</footer>
            </html>

            """;
    }

    private static string Targets(ReportRow total)
    {
        if (total.Targets.Count == 0)
        {
            return "";
        }
        var html = new StringBuilder("<h2>Format</h2>\n<table><thead><tr><th scope=\"col\">Target<th scope=\"col\" class=\"number\">Share<th scope=\"col\">Result</thead>\n");
        foreach (var target in total.Targets)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Text(target.Target)}<td class=\"number\">{RowFigures.Percent(target)}<td>{Mark(target.Compliance)}\n");
        }
        return html.Append("</table>").ToString();
    }

    private static string Pictures(IReadOnlyList<RowFigures> rows, RowFigures total, IReadOnlyList<string> genres)
    {
        var hasTargets = total.Row.Targets.Count > 0;
        var html = new StringBuilder("<div class=\"wide\"><table><thead><tr><th scope=\"col\">Period<th scope=\"col\">Kinds of sound<th scope=\"col\">Genres of the music");
        html.Append(hasTargets ? "<th scope=\"col\">Format</thead>\n" : "</thead>\n");
        foreach (var row in rows.Append(total))
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr{TotalClass(row, total)}><th scope=\"row\">{Text(row == total ? "Total" : row.Title)}");
            html.Append("<td>").Append(row.Heard > TimeSpan.Zero
                ? ShareBar.Create([.. RowFigures.Activities.Select(a => (a.ToWord(), row.Of(a) ?? 0, ActivityColours[a])).Where(s => s.Item2 > 0)])
                : "nothing heard");
            html.Append("<td>").Append(row.Genres.Count > 0
                ? ShareBar.Create([.. genres.Select((label, i) => (label, row.Genres.FirstOrDefault(g => g.Label == label).Share, Colour(label, i))).Where(s => s.Share > 0)])
                : "no music heard");
            if (hasTargets)
            {
                html.Append("<td><ul>");
                foreach (var target in row.Row.Targets)
                {
                    html.Append(CultureInfo.InvariantCulture, $"<li>{Mark(target.Compliance)}: {Text(target.Target)}");
                    html.Append(target.Compliance == Compliance.NotMeasured ? "" : $", was {RowFigures.Percent(target)}");
                }
                html.Append("</ul>");
            }
            html.Append('\n');
        }
        return html.Append("</table></div>").ToString();
    }

    private static string Figures(IReadOnlyList<RowFigures> rows, RowFigures total, IReadOnlyList<string> genres)
    {
        var html = new StringBuilder("<div class=\"wide\"><table><thead><tr><th scope=\"col\">Period<th scope=\"col\" class=\"number\">heard");
        foreach (var heading in RowFigures.Activities.Select(a => a.ToWord()).Concat(genres))
        {
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\" class=\"number\">{Text(heading)}");
        }
        html.Append("</thead>\n");
        foreach (var row in rows.Append(total))
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr{TotalClass(row, total)}><th scope=\"row\">{Text(row == total ? "Total" : row.Title)}");
            var shares = RowFigures.Activities.Select(row.Of)
                .Concat(genres.Select(label => row.Music > TimeSpan.Zero ? row.Genres.FirstOrDefault(g => g.Label == label).Share : (double?)null));
            foreach (var share in shares.Prepend(row.HeardShare))
            {
                html.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{RowFigures.Percent(share)}");
            }
            html.Append('\n');
        }
        return html.Append("</table></div>").ToString();
    }

    /// <summary>A sign and a word; the colour only repeats them.</summary>
    private static string Mark(Compliance compliance) => compliance switch
    {
        Compliance.Met => "<span class=\"met\">✓ met</span>",
        Compliance.Below => "<span class=\"off\">▼ below</span>",
        Compliance.Above => "<span class=\"off\">▲ above</span>",
        _ => $"<span class=\"not-measured\">○ {RowFigures.Word(compliance)}</span>",
    };

    private static string TotalClass(RowFigures row, RowFigures total) => row == total ? " class=\"total\"" : "";

    private static string Colour(string label, int index) => label == Daemon.Pipeline.LabelNames.Unknown ? Gray : Colours[index % Colours.Length];

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
