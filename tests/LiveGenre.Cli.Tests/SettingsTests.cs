using System.Text.Json.Nodes;
using LiveGenre.Cli.Tests.Support;

namespace LiveGenre.Cli.Tests;

/// <summary>Wrong settings and models stop every command that uses them; classify stands for all.</summary>
public class SettingsTests
{
    [Theory]
    [InlineData("LiveGenre:Windowing:Hopp=1", "LiveGenre:Windowing:Hopp is no setting of LiveGenre; did you mean Hop?")]
    [InlineData("Margin=0.2", "Margin is no setting; did you mean LiveGenre:Decisions:Margin?")]
    [InlineData("LiveGenre:Decisions:Margin=much", "LiveGenre:Decisions:Margin = \"much\" is not allowed; a number from 0 to 0.9")]
    [InlineData("LiveGenre:Windowing:Hop=00:00:05", "LiveGenre:Windowing:Hop = \"00:00:05\" is not allowed; a time (hh:mm:ss, or seconds in --hop) from 00:00:00.25 to the length of the model's window, 3.99 s for livegenre-1.")]
    [InlineData("LiveGenre:Model:Path=no/such/model", "no/such/model cannot be used: there is no such folder")]
    public async Task Set_ToWhatIsNotAllowed_NamesKeyValueAndFix(string setting, string message)
    {
        var outcome = await Livegenre.RunAsync("classify", "song.wav", "--set", setting);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(message, Assert.Single(outcome.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_SeveralWrong_ReportsAllAtOnce()
    {
        var outcome = await Livegenre.RunAsync("classify", "song.wav", "--set", "LiveGenre:Windowing:Hop=soon", "--set", "LiveGenre:Model:Threads=0", "--set", "LiveGenre:Colour=red");

        Assert.Equal(3, outcome.Errors.Count);
    }

    [Fact]
    public async Task Config_OverAppsettings_IsUnderTheCommandLine()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["station.json"], """{ "LiveGenre": { "Windowing": { "Hop": "00:00:09" }, "Model": { "Threads": 99 } } }""");

        var outcome = await Livegenre.RunAsync("classify", "song.wav", "--config", scratch["station.json"], "--hop", "1");

        Assert.Contains("LiveGenre:Model:Threads = \"99\"", Assert.Single(outcome.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_WithAKeyOutsideOfLiveGenre_IsRefusedBesideTheRest()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["station.json"], """{ "Logging": {}, "Windowing": { "Hop": "00:00:01" }, "LiveGenre": { "Model": { "Threads": 99 } } }""");

        var outcome = await Livegenre.RunAsync("classify", "song.wav", "--config", scratch["station.json"]);

        Assert.Equal(2, outcome.Errors.Count); // nothing of the environment among them
        Assert.Equal("error: Windowing is no setting; did you mean LiveGenre:Windowing?", outcome.Errors[0]);
    }

    [Fact]
    public async Task Config_ThatIsMissingOrNoJson_IsNamed()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["broken.json"], "{ \"LiveGenre\": ");

        var missing = await Livegenre.RunAsync("classify", "song.wav", "--config", scratch["missing.json"]);
        var broken = await Livegenre.RunAsync("classify", "song.wav", "--config", scratch["broken.json"]);

        Assert.Contains("missing.json: there is no such file", Assert.Single(missing.Errors), StringComparison.Ordinal);
        Assert.Contains("broken.json", Assert.Single(broken.Errors), StringComparison.Ordinal);
        Assert.Contains("Line 1: ", Assert.Single(broken.Errors), StringComparison.Ordinal);
        Assert.Equal((1, 1), (missing.ExitCode, broken.ExitCode));
    }

    [Fact]
    public async Task Model_WhoseHashIsWrong_IsRefused()
    {
        using var scratch = new Scratch();
        ShippedModel.CopyTo(scratch["model"]);
        var manifest = JsonNode.Parse(File.ReadAllText(scratch["model/manifest.json"]))!;
        manifest["model"]!["sha256"] = new string('0', 64);
        File.WriteAllText(scratch["model/manifest.json"], manifest.ToJsonString());

        var outcome = await Livegenre.RunAsync("classify", "song.wav", "--model", scratch["model"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("SHA-256", Assert.Single(outcome.Errors), StringComparison.Ordinal);
        Assert.Contains(scratch["model"], outcome.Errors[0], StringComparison.Ordinal);
    }
}
