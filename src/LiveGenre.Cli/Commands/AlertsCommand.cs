using System.CommandLine;
using LiveGenre.Cli.Arguments;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre alerts</c>: what needs a person, who was told, and whether messages arrive.</summary>
internal static class AlertsCommand
{
    public static Command Create()
    {
        var command = new ExampledCommand("alerts", "Show and acknowledge alerts, and try whether messages arrive.")
        {
            Examples =
            [
                "livegenre alerts list --open                    # what needs somebody now",
                "livegenre alerts ack ALERT --by Ada             # somebody looks after it; reminders end",
                "livegenre alerts test                           # a test message to every receiver",
                "livegenre alerts test --config station.json     # the same, without a daemon",
                "livegenre alerts deliveries --dead              # messages that were given up",
                "livegenre alerts retry DELIVERY                 # try one of them again",
            ],
        };
        command.Add(AlertsListCommand.Create());
        command.Add(AlertsAckCommand.Create());
        command.Add(AlertsTestCommand.Create());
        command.Add(AlertsDeliveriesCommand.Create());
        command.Add(AlertsRetryCommand.Create());
        return command;
    }
}
