using LiveGenre.Cli.Tests.Support;

namespace LiveGenre.Cli.Tests;

public sealed class AlertsTests(DaemonProcess daemon) : IClassFixture<DaemonProcess>
{
    [Fact]
    public async Task List_OfADaemonWithASilentSource_ShowsItsAlertAndAckTakesIt()
    {
        var open = await AskAsync("list", "--open", "--source", "silence", "--format", "json");
        for (var attempt = 0; attempt < 60 && open.Output.Length == 0; attempt++)
        {
            await Task.Delay(500);
            open = await AskAsync("list", "--open", "--source", "silence", "--format", "json");
        }
        var alert = Assert.Single(open.JsonLines);
        Assert.Equal("ALERT_KIND_SILENCE", alert.GetProperty("kind").GetString());
        Assert.Contains("every sample is zero", alert.GetProperty("summary").GetString(), StringComparison.Ordinal);

        var ack = await AskAsync("ack", alert.GetProperty("alertId").GetString()!, "--by", "Ada");

        Assert.Equal((0, ""), (ack.ExitCode, ack.Error));
        Assert.StartsWith("silence, silence: acknowledged by Ada. No sound for ", ack.Output, StringComparison.Ordinal);
        var table = (await AskAsync("list")).Output.Split('\n');
        Assert.StartsWith("ALERT", table[0].Trim(), StringComparison.Ordinal);
        Assert.Contains(table, line => line.Contains("acknowledged by Ada", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Test_OfADaemonWithoutReceivers_SaysWhereToSetThem()
    {
        var outcome = await AskAsync("test");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(["error: No receiver is configured; set LiveGenre:Alerts:Receivers, see docs/alerts.md."], outcome.Errors);
    }

    [Fact]
    public async Task Retry_OfWhatThereIsNot_SaysSo()
    {
        var outcome = await AskAsync("retry", "0123");

        Assert.Equal(["error: There is no delivery '0123'; 'livegenre alerts deliveries' shows them."], outcome.Errors);
        Assert.Equal("No delivery.\n", (await AskAsync("deliveries", "--dead")).Output);
    }

    [Fact]
    public async Task Test_StraightFromSettings_ReachesTheReceiverAndTellsOfTheOneThatFails()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["station.json"], $$"""
            { "LiveGenre": { "Alerts": { "Receivers": [
              { "Name": "file", "Kind": "Command", "Program": "/bin/sh", "Arguments": ["-c", "cat > \"$0\"", "{{scratch["message.json"]}}"] },
              { "Name": "pager", "Kind": "Command", "Program": "/bin/sh", "Arguments": ["-c", "echo the line is dead >&2; exit 3"] }
            ] } } }
            """);

        var both = await Livegenre.RunAsync("alerts", "test", "--config", scratch["station.json"]);
        var one = await Livegenre.RunAsync("alerts", "test", "--config", scratch["station.json"], "--receiver", "file", "--format", "json");
        var none = await Livegenre.RunAsync("alerts", "test", "--config", scratch["station.json"], "--receiver", "nobody");

        Assert.Equal((1, 0, 1), (both.ExitCode, one.ExitCode, none.ExitCode));
        Assert.Matches("file +test +delivered", both.Output);
        Assert.Matches("pager +test +dead .*/bin/sh ended with exit code 3: the line is dead\\.", both.Output);
        Assert.Equal("DELIVERY_STATE_DELIVERED", Assert.Single(one.JsonLines).GetProperty("state").GetString());
        Assert.Contains("This is a test; nothing is wrong.", await File.ReadAllTextAsync(scratch["message.json"]), StringComparison.Ordinal);
        Assert.Equal(["error: there is no receiver 'nobody'; there are file, pager."], none.Errors);
    }

    [Fact]
    public async Task List_WithoutADaemon_SaysWhatToDo()
    {
        var outcome = await Livegenre.RunAsync("alerts", "list", "--address", $"http://127.0.0.1:{Ports.Free()}");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("Start one with 'livegenre run', or name another with --address.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_MistypedOption_PointsToTheRightHelp()
    {
        var outcome = await Livegenre.RunAsync("alerts", "list", "--opne");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("See 'livegenre alerts list --help'.", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>Asks the daemon, which may still be starting.</summary>
    private async Task<Livegenre.Outcome> AskAsync(params string[] arguments)
    {
        for (var attempt = 0; ; attempt++)
        {
            var outcome = await Livegenre.RunAsync(["alerts", .. arguments, "--address", daemon.Address]);
            if (attempt == 30 || !outcome.Error.Contains("no LiveGenre daemon answers", StringComparison.Ordinal))
            {
                return outcome;
            }
            await Task.Delay(500);
        }
    }
}
