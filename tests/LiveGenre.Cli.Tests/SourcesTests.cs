using LiveGenre.Cli.Tests.Support;

namespace LiveGenre.Cli.Tests;

public sealed class SourcesTests(DaemonProcess daemon) : IClassFixture<DaemonProcess>
{
    [Fact]
    public async Task Add_OfWhatCannotBeHeard_SaysWhyAndSoDoesTheList()
    {
        await UntilItServesAsync();

        var added = await RunAsync("add", "dead", "http://127.0.0.1:9/nope.mp3");
        var list = await RunAsync("list");
        var again = await RunAsync("add", "dead", "demo");

        Assert.Equal((0, "'dead' is added: http://127.0.0.1:9/nope.mp3\n"), (added.ExitCode, added.Output));
        Assert.Matches(@"^warning: it is not heard yet \(retrying\)\. .*Connection refused", added.Error);
        Assert.Matches(@"\ndead: retrying\. .*Connection refused", list.Output);
        Assert.DoesNotContain("chord:", list.Output, StringComparison.Ordinal);
        Assert.Contains("The id 'dead' is taken; choose another", again.Error, StringComparison.Ordinal);
    }

    private async Task UntilItServesAsync()
    {
        for (var left = 60; (await RunAsync("list")).ExitCode != 0 && left > 0; left--)
        {
            await Task.Delay(500);
        }
    }

    private Task<Livegenre.Outcome> RunAsync(string command, params string[] arguments) =>
        Livegenre.RunAsync(["sources", command, .. arguments, "--address", daemon.Address]);
}
