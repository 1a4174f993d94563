using System.CommandLine;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Connection;
using LiveGenre.Daemon.Alerts;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre alerts deliveries</c>: who was told, and what could not be delivered.</summary>
internal static class AlertsDeliveriesCommand
{
    public static Command Create()
    {
        var dead = new Option<bool>("--dead") { Description = "Only messages that were given up." };
        var limit = Parameters.Number("--limit", "COUNT", 1, 1_000, "How many to show; 100 where this is absent.");
        var daemon = new DaemonArguments();
        var format = Parameters.OutputFormat("How to print: a table, or each delivery as a line of protobuf's JSON.");
        var command = new ExampledCommand("deliveries", "List messages to receivers, newest first.")
        {
            Examples = ["livegenre alerts deliveries --dead              # 'livegenre alerts retry' tries one of them again"],
        };
        foreach (var option in new Option[] { dead, limit, format })
        {
            command.Add(option);
        }
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = new ListDeliveriesRequest { DeadOnly = parsed.GetValue(dead), PageSize = parsed.GetValue(limit) ?? 0 };
            using var connection = daemon.Connect(parsed);
            var response = await connection.AskAsync(AlertMethods.ListDeliveries, request, cancellation);
            DeliveryOutput.Print(response.Deliveries, parsed.GetValue(format) == Parameters.Json);
            return ExitCode.Done;
        });
        return command;
    }
}
