using System.CommandLine;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Connection;
using LiveGenre.Cli.Output;
using LiveGenre.Daemon.Alerts;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre alerts ack</c>: somebody looks after an alert.</summary>
internal static class AlertsAckCommand
{
    public static Command Create()
    {
        var alert = new Argument<string>("ALERT") { Description = "The alert's id, as 'livegenre alerts list' shows it." };
        var by = new Option<string>("--by")
        {
            Description = "Who looks after it; the user's name where this is absent.",
            HelpName = "NAME",
            DefaultValueFactory = _ => Environment.UserName,
        };
        var daemon = new DaemonArguments();
        var command = new ExampledCommand("ack", "Acknowledge an alert: somebody looks after it, and reminders end.")
        {
            Examples = ["livegenre alerts ack 019ab1cde2f37a5e8f0d1c2b3a495867 --by Ada"],
        };
        command.Add(alert);
        command.Add(by);
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = new AcknowledgeAlertRequest { AlertId = parsed.GetValue(alert)!, AcknowledgedBy = parsed.GetValue(by)! };
            using var connection = daemon.Connect(parsed);
            var response = await connection.AskAsync(AlertMethods.Acknowledge, request, cancellation);
            Console.WriteLine($"{response.Alert.SourceId}, {response.Alert.Rule}: acknowledged by {response.Alert.AcknowledgedBy.WithoutControls()}. {response.Alert.Summary.WithoutControls()}");
            return ExitCode.Done;
        });
        return command;
    }
}
