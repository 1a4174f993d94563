using System.CommandLine;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Connection;
using LiveGenre.Daemon.Alerts;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre alerts retry</c>: one more attempt at a message that was given up.</summary>
internal static class AlertsRetryCommand
{
    public static Command Create()
    {
        var delivery = new Argument<string>("DELIVERY") { Description = "The delivery's id, as 'livegenre alerts deliveries --dead' shows it." };
        var daemon = new DaemonArguments();
        var command = new ExampledCommand("retry", "Try a message that was given up once more.")
        {
            Examples = ["livegenre alerts retry 019ab1cde2f37a5e8f0d1c2b3a495867"],
        };
        command.Add(delivery);
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var connection = daemon.Connect(parsed);
            var response = await connection.AskAsync(AlertMethods.Retry, new RetryDeliveryRequest { DeliveryId = parsed.GetValue(delivery)! }, cancellation);
            return DeliveryOutput.Report([response.Delivery], asJson: false);
        });
        return command;
    }
}
