using LiveGenre.Cli.Output;
using LiveGenre.Cli.Tests.Support;
using Spectre.Console;

namespace LiveGenre.Cli.Tests;

public sealed class ModelTests
{
    [Fact]
    public async Task List_WithABundleThatCannotBeUsed_SaysWhyInALineEach()
    {
        using var scratch = new Scratch();
        ShippedModel.CopyTo(scratch["models/livegenre-1"]);
        File.WriteAllText(scratch["models/empty/manifest.json"], "{}");
        var address = $"http://127.0.0.1:{Ports.Free()}";
        using var daemon = Livegenre.Start(
            "run", "none", "--model", scratch["models/livegenre-1"], "--page", $"http://127.0.0.1:{Ports.Free()}", "--grpc", address);
        while (await daemon.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Ctrl+C", StringComparison.Ordinal))
        {
        }

        var list = await Livegenre.RunAsync("model", "list", "--address", address);
        var json = await Livegenre.RunAsync("model", "list", "--address", address, "--format", "json");

        daemon.Kill();
        Assert.Equal(0, list.ExitCode);
        Assert.Matches(@"\nlivegenre-1 +\* +11 ", list.Output);
        Assert.Equal("livegenre-1", json.JsonLines.Single(model => model.TryGetProperty("isActive", out _)).GetProperty("modelId").GetString());
        Assert.Contains("formatVersion is missing", json.JsonLines.Single(model => model.TryGetProperty("trouble", out _)).GetProperty("trouble").GetString(), StringComparison.Ordinal);
        Assert.Matches(@"\nempty: The model bundle .+/empty/manifest\.json cannot be used:\n  - formatVersion is missing\.\n  - id is missing\.\n", list.Output);
    }

    [Fact]
    public void Create_OnANarrowTerminal_KeepsEveryColumn()
    {
        var table = TextTable.Create("MODEL", "AT WORK", "GENRES>", "DESCRIPTION");
        table.AddText("livegenre-1", "*", "11", "Blues, classical, country, disco, hiphop, jazz, metal, pop, reggae, rock, electronic");
        var screen = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(screen) });
        console.Profile.Width = 60;

        console.Write(table);

        Assert.Matches(@"MODEL +AT WORK +GENRES +DESCRIPTION", screen.ToString());
        Assert.Contains("livegenre-1", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("electronic", screen.ToString(), StringComparison.Ordinal);
    }
}
