using System.CommandLine;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Collections;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Connection;
using LiveGenre.Cli.Output;
using LiveGenre.Daemon.Alerts;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre alerts list</c>: alerts, newest first.</summary>
internal static class AlertsListCommand
{
    public static Command Create()
    {
        var open = new Option<bool>("--open") { Description = "Only those that are not over." };
        var source = new Option<string?>("--source") { Description = "Only those of one source.", HelpName = "ID" };
        var limit = Parameters.Number("--limit", "COUNT", 1, 1_000, "How many to show; 100 where this is absent.");
        var daemon = new DaemonArguments();
        var format = Parameters.OutputFormat("How to print: a table, or each alert as a line of protobuf's JSON.");
        var command = new ExampledCommand("list", "List alerts, newest first.")
        {
            Examples =
            [
                "livegenre alerts list --open                    # what needs somebody now",
                "livegenre alerts list --format json | jq -r 'select(.kind == \"ALERT_KIND_SILENCE\") | .fireTime'",
            ],
        };
        foreach (var option in new Option[] { open, source, limit, format })
        {
            command.Add(option);
        }
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = new ListAlertsRequest
            {
                OpenOnly = parsed.GetValue(open),
                SourceId = parsed.GetValue(source) ?? "",
                PageSize = parsed.GetValue(limit) ?? 0,
            };
            using var connection = daemon.Connect(parsed);
            var response = await connection.AskAsync(AlertMethods.List, request, cancellation);
            Print(response.Alerts, parsed.GetValue(format) == Parameters.Json, parsed.GetValue(open));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(RepeatedField<Alert> alerts, bool asJson, bool openOnly)
    {
        if (asJson)
        {
            var output = StandardOutput.Open();
            foreach (var alert in alerts)
            {
                output.WriteLine(JsonFormatter.Default.Format(alert));
            }
        }
        else if (alerts.Count == 0)
        {
            Console.WriteLine(openOnly ? "No open alert." : "No alert.");
        }
        else
        {
            var table = TextTable.Create("ALERT", "SOURCE", "RULE", "STATE", "FIRED", "SUMMARY");
            foreach (var alert in alerts)
            {
                table.AddText(alert.AlertId, alert.SourceId, alert.Rule, State(alert),
                    alert.FireTime.ToDateTimeOffset().ToString("u", CultureInfo.InvariantCulture), alert.Summary.WithoutControls());
            }
            table.Print();
        }
    }

    private static string State(Alert alert) => alert switch
    {
        { State: AlertState.Acknowledged, AcknowledgedBy.Length: > 0 } => $"acknowledged by {alert.AcknowledgedBy.WithoutControls()}",
        _ => alert.State.ToString().ToLowerInvariant(),
    };
}
