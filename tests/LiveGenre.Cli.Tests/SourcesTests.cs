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

    [Fact]
    public async Task Add_WithTargetsAndNamesThatDoNotFit_SaysSoInTheWordsOfTheCommandLine()
    {
        await UntilItServesAsync();

        var refused = await RunAsync("add", "web", "http://127.0.0.1:9/nope.mp3",
            "--target", "talk=..20", "--target", "rok=60~5", "--target", "jazz=20..40@Brunch", "--target", "talk=10", "--label", "jaz=Smooth");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--label jaz is no genre of model livegenre-1", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--target rok=60~5: \"rok\" is no genre of model livegenre-1", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--target jazz=20..40@Brunch: \"Brunch\" is no day part; there are", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--target talk=10 is about the same as --target talk=..20;", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("settings", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_OfNothing_IsRefusedAndNamesWhatThereIs()
    {
        await UntilItServesAsync();
        await RunAsync("add", "kept", "http://127.0.0.1:9/nope.mp3");

        var nothing = await RunAsync("set", "kept");
        var name = await RunAsync("set", "kept", "--name", "Kept");

        Assert.Equal((2, ""), (nothing.ExitCode, nothing.Output));
        Assert.Equal("error: name what to change: --source-address, --name, --channel, --time-zone, --label, --target.", Assert.Single(nothing.Errors));
        Assert.Equal("error: ID is missing.", Assert.Single((await RunAsync("set")).Errors));
        Assert.Equal((0, "'kept' is changed: http://127.0.0.1:9/nope.mp3\n"), (name.ExitCode, name.Output));
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
