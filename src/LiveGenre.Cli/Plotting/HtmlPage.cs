using System.Globalization;
using System.Net;

namespace LiveGenre.Cli.Plotting;

/// <summary>The frame of a report: one HTML file that needs nothing beside it, light or dark as its reader likes.</summary>
internal static class HtmlPage
{
    /// <summary>The whole page.</summary>
    /// <param name="title">Plain text.</param>
    /// <param name="body">HTML.</param>
    public static string Create(string title, string body) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{Text(title)}}</title>
        <style>
        :root { color-scheme: light dark; --ink: #1d2430; --soft: #5b6575; --line: #dfe3ea; --paper: #fff; --right: #184e8c; --wrong: #a82828; --on-cell: #fff; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e4e8ef; --soft: #9aa5b8; --line: #333c4a; --paper: #12161d; --right: #7db4f5; --wrong: #f08a80; --on-cell: #0d1118; } }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink); background: var(--paper); }
        h1 { line-height: 1.2; } h2 { margin-top: 2.2rem; } p, td.path, code { overflow-wrap: anywhere; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        .wide { overflow-x: auto; }
        th, td { padding: .2rem .7rem; text-align: right; border-bottom: 1px solid var(--line); font-weight: normal; }
        th { color: var(--soft); } th:first-child, td:first-child, .left { text-align: left; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
        dt { color: var(--soft); } dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        pre { padding: .6rem .8rem; border: 1px solid var(--line); overflow-x: auto; }
        svg { max-width: 100%; height: auto; font: 12px system-ui, sans-serif; } svg text { fill: var(--ink); }
        svg .grid { stroke: var(--line); fill: none; } svg .soft { stroke: var(--soft); fill: none; } svg text.on { fill: var(--on-cell); }
        svg .right { fill: var(--right); } svg .wrong { fill: var(--wrong); } svg .none { fill: var(--soft); } svg .curve { stroke: var(--right); fill: none; stroke-width: 2; }
        </style>
        <h1>{{Text(title)}}</h1>
        {{body}}
        </html>

        """;

    /// <summary>Pairs of a name and a value.</summary>
    /// <param name="facts">Plain text.</param>
    public static string Facts(params IEnumerable<(string Name, string Value)> facts) =>
        $"<dl>\n{string.Concat(facts.Select(fact => $"<dt>{Text(fact.Name)}</dt><dd>{Text(fact.Value)}</dd>\n"))}</dl>";

    /// <summary>A table that scrolls by itself where it is too wide.</summary>
    /// <param name="headings">Plain text.</param>
    /// <param name="rows">Plain text, as many cells each.</param>
    public static string Table(IEnumerable<string> headings, IEnumerable<IEnumerable<string>> rows) =>
        $"<div class=\"wide\"><table>\n<tr>{string.Concat(headings.Select(cell => $"<th>{Text(cell)}</th>"))}</tr>\n"
        + string.Concat(rows.Select(row => $"<tr>{string.Concat(row.Select(cell => $"<td>{Text(cell)}</td>"))}</tr>\n"))
        + "</table></div>";

    /// <summary>Plain text as HTML or SVG.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Three decimals.</summary>
    public static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage with one decimal.</summary>
    public static string Percent(double value) => (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A whole number.</summary>
    public static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>UTC, to the minute.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
