using System.Globalization;
using System.Text;
using LiveGenre.Cli.Watching;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Reports;

/// <summary>A report as comma-separated values, RFC 4180: a line a row, without the total. Times are local, with their offset; shares 0 to 1; empty is not measured.</summary>
internal static class ReportCsv
{
    public static string Create(GetReportResponse report)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(report.TimeZone, out var found) ? found : TimeZoneInfo.Utc;
        string Local(Google.Protobuf.WellKnownTypes.Timestamp time) =>
            TimeZoneInfo.ConvertTime(time.ToDateTimeOffset(), zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        var genres = new RowFigures(report.Total).Genres.Select(g => g.Label)
            .Union(report.Rows.SelectMany(r => new RowFigures(r).Genres.Select(g => g.Label))).ToList();
        var targets = report.Total.Targets.Select(t => t.Target).Union(report.Rows.SelectMany(r => r.Targets.Select(t => t.Target))).ToList();
        var csv = new StringBuilder();
        Write(csv, [
            "source", "start", "end", "period", "heard_seconds", "missing_seconds", "music_seconds",
            .. RowFigures.Activities.Select(a => $"{a.ToWord().Replace('-', '_')}_share"),
            .. genres.Select(g => $"genre_{g}_share"),
            .. targets.SelectMany(t => new[] { $"{t} share", $"{t} result" })]);
        foreach (var row in report.Rows.Select(r => new RowFigures(r)))
        {
            var shares = row.Genres.ToDictionary(g => g.Label, g => g.Share, StringComparer.Ordinal);
            Write(csv, [
                report.SourceId, Local(row.Row.StartTime), Local(row.Row.EndTime), row.Title, Number(row.Heard.TotalSeconds), Number(row.Missing.TotalSeconds), Number(row.Music.TotalSeconds),
                .. RowFigures.Activities.Select(a => Number(row.Of(a))),
                .. genres.Select(g => Number(row.Music > TimeSpan.Zero ? shares.GetValueOrDefault(g) : null)),
                .. targets.SelectMany(t => Result(row.Row.Targets.FirstOrDefault(r => r.Target == t)))]);
        }
        return csv.ToString();
    }

    private static string[] Result(TargetResult? target) => target switch
    {
        null => ["", ""],
        { Compliance: Compliance.NotMeasured } => ["", RowFigures.Word(target.Compliance)],
        _ => [Number(target.Share), RowFigures.Word(target.Compliance)],
    };

    private static string Number(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    private static void Write(StringBuilder csv, IEnumerable<string> fields) => csv.AppendJoin(',', fields.Select(Quote)).Append("\r\n");

    private static string Quote(string field) =>
        field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
