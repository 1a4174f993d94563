using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Connection;
using LiveGenre.Cli.Output;
using LiveGenre.Cli.Reports;
using LiveGenre.Daemon.Serving;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre report</c>: what was on air, per hour, day part, day or week, and whether it was to the station's format.</summary>
internal sealed class ReportCommand
{
    private const string Csv = "csv";
    private const string Html = "html";

    private readonly Option<string?> _source = new("--source") { Description = "Whose report; the only source there is where this is absent.", HelpName = "ID" };

    private readonly Option<string?> _from = Date("--from", "First day, in the source's time zone.");

    private readonly Option<string?> _to = Date("--to", "Last day, which counts; today where this is absent.");

    private readonly Option<int?> _last = new("--last")
    {
        Description = "Instead of --from: so many days or weeks up to --to, such as 1d or 4w. Default 7d.",
        HelpName = "TIME",
        CustomParser = ParseDays,
    };

    private readonly Option<string> _period = Parameters.Choice("--period", "hour|day-part|day|week", "What a row is.", "day", "hour", "day-part", "week");

    private readonly Option<string> _format = Parameters.Choice(
        "--format", "text|csv|json|html", "How to print: a table, a spreadsheet, protobuf's JSON, or a page to print. Where it is absent, as --out ends.",
        Parameters.Text, Csv, Parameters.Json, Html);

    private readonly Option<FileInfo?> _out = new("--out") { Description = "Write a csv, json or html report to this file.", HelpName = "FILE" };

    private readonly DaemonArguments _daemon = new();

    public static Command Create() => new ReportCommand().CreateCommand();

    private ExampledCommand CreateCommand()
    {
        var command = new ExampledCommand("report", "Report what was on air, and whether it was to the station's format.")
        {
            Examples =
            [
                "livegenre report                                # the last seven days, day by day",
                "livegenre report --last 1d --period hour        # today by hours",
                "livegenre report --from 2026-03-01 --to 2026-03-31 --period week --out march.html",
                "livegenre report --source onair --last 4w --period day-part --format csv > parts.csv",
            ],
        };
        foreach (var option in new Option[] { _source, _from, _to, _last, _period, _format, _out })
        {
            command.Add(option);
        }
        _daemon.AddTo(command);
        command.Validators.Add(RequireSense);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var request = new GetReportRequest
        {
            SourceId = parsed.GetValue(_source) ?? "",
            FromDate = parsed.GetValue(_from) ?? "",
            ToDate = parsed.GetValue(_to) ?? "",
            DayCount = parsed.GetValue(_last) ?? 0,
            Period = parsed.GetValue(_period) switch
            {
                "hour" => Period.Hour,
                "day-part" => Period.DayPart,
                "week" => Period.Week,
                _ => Period.Day,
            },
        };
        OutputPath.RequireFile(_out.Name, parsed.GetValue(_out));
        using var daemon = _daemon.Connect(parsed);
        var report = await daemon.AskAsync(HistoryMethods.GetReport, request, cancellation);
        var text = Format(parsed.CommandResult) switch
        {
            Csv => ReportCsv.Create(report),
            Html => ReportPage.Create(report, DateTimeOffset.UtcNow),
            Parameters.Json => JsonFormatter.Default.Format(report) + "\n",
            _ => null,
        };
        if (text is null)
        {
            ReportTable.Print(report);
        }
        else if (parsed.GetValue(_out) is { } file)
        {
            // Spreadsheets take a CSV file for UTF-8 only if it says so.
            await File.WriteAllTextAsync(file.FullName, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: Format(parsed.CommandResult) == Csv), cancellation);
        }
        else
        {
            var output = StandardOutput.Open();
            output.Write(text);
            output.Flush();
        }
        return ExitCode.Done;
    }

    /// <summary>What was asked for, or what the file's name says.</summary>
    private string Format(CommandResult result)
    {
        var isAsked = result.GetResult(_format) is { Implicit: false };
        return !isAsked && result.GetValue(_out) is { } file
            ? file.Extension.TrimStart('.').ToLowerInvariant()
            : result.GetValue(_format)!;
    }

    private void RequireSense(CommandResult result)
    {
        if (result.GetResult(_last) is not null && result.GetResult(_from) is not null)
        {
            result.AddError("--last and --from both say where the report begins; give one of them.");
        }
        if (result.GetValue(_out) is not null && Format(result) is not (Csv or Parameters.Json or Html))
        {
            result.AddError("--out is for csv, json and html; name a --format, or a file that ends so.");
        }
    }

    private static int? ParseDays(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var days = text.EndsWith('w') ? 7 : text.EndsWith('d') ? 1 : 0;
        if (days > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 3_660)
        {
            return days * count;
        }
        result.AddError($"--last {text} is not allowed; days or weeks, such as 7d or 4w.");
        return null;
    }

    private static Option<string?> Date(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "DATE" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var date] && !DateOnly.TryParseExact(date.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                result.AddError($"{name} {date.Value} is not allowed; a date such as 2026-03-29.");
            }
        });
        return option;
    }
}
