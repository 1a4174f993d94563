using LiveGenre.Cli.Output;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Reports;

/// <summary>A report as tables on the terminal.</summary>
internal static class ReportTable
{
    /// <summary>Genres named in a row.</summary>
    private const int MostGenres = 3;

    /// <summary>Prints it on standard output.</summary>
    public static void Print(GetReportResponse report)
    {
        Console.WriteLine($"{report.SourceId}, {report.Total.Title.WithoutControls()} ({report.TimeZone})");
        var hasTargets = report.Total.Targets.Count > 0;
        string[] headings = ["PERIOD", "HEARD>", "MUSIC>", "TALK>", "NOISE>", "SILENCE>", "GENRES", .. hasTargets ? ["FORMAT"] : Array.Empty<string>()];
        var table = TextTable.Create(headings);
        foreach (var row in report.Rows.Select(r => new RowFigures(r)))
        {
            Add(table, row, row.Title, hasTargets);
        }
        Add(table, new RowFigures(report.Total), "total", hasTargets);
        table.Print();
        if (hasTargets)
        {
            var targets = TextTable.Create("TARGET", "SHARE>", "RESULT");
            foreach (var target in report.Total.Targets)
            {
                targets.AddText(target.Target.WithoutControls(), RowFigures.Percent(target), RowFigures.Word(target.Compliance));
            }
            Console.WriteLine();
            targets.Print();
        }
        Console.WriteLine();
        if (new RowFigures(report.Total).Heard == TimeSpan.Zero)
        {
            Console.WriteLine($"Nothing was heard of '{report.SourceId}' in this time: the daemon did not run, or the source brought no sound.");
        }
        if (RowFigures.HasNotMeasured(report))
        {
            Console.WriteLine(RowFigures.NotMeasured);
        }
        Console.WriteLine(RowFigures.Basis);
    }

    private static void Add(Spectre.Console.Table table, RowFigures row, string title, bool hasTargets)
    {
        string[] cells =
        [
            title, RowFigures.Percent(row.HeardShare), RowFigures.Percent(row.Of(Activity.Music)), RowFigures.Percent(row.Talk),
            RowFigures.Percent(row.Of(Activity.Noise)), RowFigures.Percent(row.Of(Activity.Silence)),
            string.Join(", ", row.Genres.Take(MostGenres).Select(g => $"{g.Label} {RowFigures.Percent(g.Share)}")),
            .. hasTargets ? [Format(row.Row)] : Array.Empty<string>(),
        ];
        table.AddText(cells);
    }

    /// <summary>What is off; where nothing is, that.</summary>
    private static string Format(ReportRow row)
    {
        var off = row.Targets.Where(t => t.Compliance is Compliance.Below or Compliance.Above).Select(RowFigures.Sentence).ToList();
        return off.Count > 0
            ? string.Join("; ", off)
            : string.Join(", ", row.Targets.GroupBy(t => t.Compliance).Select(same => same.Count() == row.Targets.Count
                ? RowFigures.Word(same.Key)
                : $"{same.Count()} {RowFigures.Word(same.Key)}"));
    }
}
