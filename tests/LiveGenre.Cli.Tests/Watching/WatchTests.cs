using System.Diagnostics;
using System.Xml.Linq;
using LiveGenre.Capture.Tests.Support;
using LiveGenre.Cli.Tests.Support;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Tests.Watching;

public class WatchTests(DaemonProcess daemon) : IClassFixture<DaemonProcess>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Json_OfOneSource_IsProtobufsAndBeginsWithASnapshot()
    {
        using var watch = Watch("--source", "chord", "--format", "json");

        var responses = new List<WatchGenreResponse>();
        while (!responses.Any(r => r.Window is not null) || !responses.Any(r => r.Heartbeat is not null))
        {
            responses.Add(WatchGenreResponse.Parser.ParseJson(await ReadLineAsync(watch)));
        }

        Assert.Equal("chord", responses[0].Snapshot.Source.SourceId);
        Assert.All(responses, r => Assert.NotEmpty(r.ResumeToken));
        await EndAsync(watch);
    }

    [Fact]
    public async Task Lines_OfAllSources_SayWhatChangesAndNothingTwice()
    {
        using var watch = Watch();

        var lines = new List<string>();
        while (!lines.Any(l => l.Contains("chord  ", StringComparison.Ordinal) && l.EndsWith("music", StringComparison.Ordinal))
            && !lines.Any(l => l.Contains("none ", StringComparison.Ordinal)))
        {
            lines.Add(await ReadLineAsync(watch));
        }
        lines.Add(await ReadLineAsync(watch));

        Assert.Contains(lines, l => l.EndsWith("  chord  connected to the daemon", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.EndsWith("  silence  connected to the daemon", StringComparison.Ordinal));
        Assert.All(lines, l => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ  (chord|silence)  \S", l));
        Assert.Equal(lines.Count, lines.Select(l => l[20..]).Distinct().Count());
        await EndAsync(watch);
    }

    [Fact]
    public async Task Lines_WhenTheDaemonStartsAnew_SayNotLiveAndGoOn()
    {
        using var watch = Watch("--source", "silence");
        await ReadUntilAsync(watch, "connected");

        await daemon.RestartAsync();

        Assert.Contains("trying again in", await ReadUntilAsync(watch, "not live"), StringComparison.Ordinal);
        await ReadUntilAsync(watch, "connected");
        await ReadUntilAsync(watch, "events since the last connection are lost");
        await EndAsync(watch);
    }

    [RequiresFact("script")]
    public async Task Screen_OnATerminalThatDoesNotSayItsSize_IsDrawn()
    {
        // What 'script' makes has no rows and no columns where its own input is no terminal.
        var start = new ProcessStartInfo("script", ["-qfec", $"exec dotnet '{Livegenre.Program}' watch --address {daemon.Address} --wait --source chord", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm";
        using var terminal = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);

        var screen = "";
        var some = new char[4_096];
        try
        {
            while (!screen.Contains("● live", StringComparison.Ordinal) || !screen.Contains("peak dBFS", StringComparison.Ordinal))
            {
                var read = await terminal.StandardOutput.ReadAsync(some, patience.Token);
                Assert.True(read > 0, $"It ended: {screen}");
                screen += new string(some, 0, read);
            }
        }
        finally
        {
            terminal.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Snapshot_OfALiveSource_IsAPictureWithItsName()
    {
        using var scratch = new Scratch();

        var outcome = await Livegenre.RunAsync("watch", "--address", daemon.Address, "--source", "chord", "--wait", "--snapshot", scratch["watch.svg"]);

        Assert.Equal(0, outcome.ExitCode);
        var texts = XElement.Load(scratch["watch.svg"]).Elements().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToList();
        Assert.Contains("Chord FM (chord)", texts);
        Assert.Contains("electronic", texts);
        Assert.Contains(texts, t => t.StartsWith("● live", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_WhereTheEnvironmentNamesAProxy_GoesPastItInClearText()
    {
        var nobody = $"http://127.0.0.1:{Ports.Free()}";

        var outcome = await Livegenre.RunInAsync([("http_proxy", nobody)], "watch", "--address", daemon.Address, "--wait", "--source", "fm");

        Assert.Contains("no source 'fm'; there are: chord, silence", Assert.Single(outcome.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_UnknownSource_NamesThoseThereAre()
    {
        var outcome = await Livegenre.RunAsync("watch", "--address", daemon.Address, "--wait", "--source", "fm");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("no source 'fm'; there are: chord, silence", Assert.Single(outcome.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_WhereNoDaemonIs_SaysHowToStartOne()
    {
        var address = $"http://127.0.0.1:{Ports.Free()}";

        var outcome = await Livegenre.RunAsync("watch", "--address", address);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"no LiveGenre daemon answers at {address}", Assert.Single(outcome.Errors), StringComparison.Ordinal);
        Assert.Contains("livegenre run", outcome.Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_OnThePagesPort_NamesGrpcs()
    {
        using (var watch = Watch("--source", "silence"))
        {
            await ReadUntilAsync(watch, "connected"); // it serves
            await EndAsync(watch);
        }

        var outcome = await Livegenre.RunAsync("watch", "--address", daemon.Page);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal($"error: {daemon.Page} is the page's port; gRPC has one of its own, 5081 by default: --address http://127.0.0.1:5081", outcome.Error.Trim());
    }

    [Fact]
    public async Task Watch_WithHttpsWhereTheDaemonServesClearText_NamesTheAddress()
    {
        using (var watch = Watch("--source", "silence"))
        {
            await ReadUntilAsync(watch, "connected"); // it serves
            await EndAsync(watch);
        }
        var (grpc, page) = (daemon.Address.Replace("http:", "https:", StringComparison.Ordinal), daemon.Page.Replace("http:", "https:", StringComparison.Ordinal));

        var outcome = await Livegenre.RunAsync("watch", "--wait", "--address", grpc);
        var pages = await Livegenre.RunAsync("sources", "list", "--address", page);

        Assert.Equal($"error: {grpc} is served in clear text, without https: --address {daemon.Address}", outcome.Error.Trim());
        Assert.Equal($"error: {page} is the page's port; gRPC has one of its own, 5081 by default: --address http://127.0.0.1:5081", pages.Error.Trim());
    }

    [Fact]
    public async Task Watch_WithHttpWhereTheDaemonServesHttps_NamesTheAddress()
    {
        using var scratch = new Scratch();
        var clear = $"http://127.0.0.1:{Ports.Free()}";
        var secure = clear.Replace("http:", "https:", StringComparison.Ordinal);
        using var served = Livegenre.Start(
            "run", "none", "--page", $"http://127.0.0.1:{Ports.Free()}", "--grpc", secure,
            "--set", "LiveGenre:Serving:Certificate:SelfSigned=true", "--set", $"LiveGenre:DataFolder={scratch.Path}");
        await ReadUntilAsync(served, "Ctrl+C ends it.");

        var outcome = await Livegenre.RunAsync("watch", "--address", clear);

        await EndAsync(served);
        Assert.Equal($"error: {clear} is served with https: --address {secure}, and where its certificate is its own, --ca FILE", outcome.Error.Trim());
    }

    private Process Watch(params string[] arguments) =>
        Livegenre.Start(["watch", "--address", daemon.Address, "--wait", .. arguments]);

    private static async Task<string> ReadLineAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await process.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new InvalidOperationException($"It ended: {await process.StandardError.ReadToEndAsync()}");
    }

    private static async Task<string> ReadUntilAsync(Process process, string text)
    {
        while (true)
        {
            var line = await ReadLineAsync(process);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }

    /// <summary>As Ctrl+C does.</summary>
    private static async Task EndAsync(Process process)
    {
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }
        process.StandardOutput.Close();
        await Livegenre.WaitAsync(process);
        Assert.Equal(0, process.ExitCode);
    }
}
