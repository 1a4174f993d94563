using System.CommandLine;
using System.CommandLine.Parsing;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Connection;
using LiveGenre.Cli.Output;
using LiveGenre.Daemon.Alerts;
using LiveGenre.Daemon.Alerts.Delivery;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre alerts test</c>: do messages arrive? Asked of a daemon, or straight from settings.</summary>
internal sealed class AlertsTestCommand
{
    private readonly Option<string?> _receiver = new("--receiver") { Description = "Only this receiver.", HelpName = "NAME" };

    private readonly DaemonArguments _daemon = new();

    private readonly Option<string> _format = Parameters.OutputFormat("How to print: a table, or each delivery as a line of protobuf's JSON.");

    private readonly SettingsArguments _settings = new();

    public static Command Create() => new AlertsTestCommand().CreateCommand();

    private ExampledCommand CreateCommand()
    {
        var command = new ExampledCommand("test", "Send a test message to every receiver, and say how it went.")
        {
            Examples =
            [
                "livegenre alerts test                           # by the daemon of this machine; without one, by the settings",
                "livegenre alerts test --receiver ops --config station.json",
            ],
        };
        command.Add(_receiver);
        command.Add(_format);
        _daemon.AddTo(command);
        _settings.AddGeneralTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var deliveries = _settings.AreGiven(parsed)
            ? await SendAsync(parsed, cancellation)
            : await AskAsync(parsed, cancellation);
        return DeliveryOutput.Report(deliveries, parsed.GetValue(_format) == Parameters.Json);
    }

    private async Task<IReadOnlyList<Delivery>> AskAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using var daemon = _daemon.Connect(parsed);
        try
        {
            return (await daemon.AskAsync(AlertMethods.Test, new TestAlertsRequest { Receiver = parsed.GetValue(_receiver) ?? "" }, cancellation)).Deliveries;
        }
        catch (CommandFailedException error) when (error.InnerException is RpcException { StatusCode: StatusCode.Unavailable }
            && parsed.GetResult("--address") is null or OptionResult { Implicit: true })
        {
            Report.Warning($"no daemon answers at {daemon.Address}; the receivers of appsettings.json and the environment are tried.");
            return await SendAsync(parsed, cancellation);
        }
    }

    private async Task<IReadOnlyList<Delivery>> SendAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (alerts, receiver) = (_settings.Read(parsed).Alerts, parsed.GetValue(_receiver) ?? "");
        if (alerts.Receivers.Count == 0)
        {
            throw new CommandFailedException("no receiver is configured; set LiveGenre:Alerts:Receivers, see docs/alerts.md.");
        }
        if (receiver.Length > 0 && alerts.Receivers.All(r => r.Name != receiver))
        {
            throw new CommandFailedException($"there is no receiver '{receiver}'; there are {string.Join(", ", alerts.Receivers.Select(r => r.Name))}.");
        }
        return await TestAlert.SendAsync(alerts, receiver, TimeProvider.System, cancellation);
    }
}
