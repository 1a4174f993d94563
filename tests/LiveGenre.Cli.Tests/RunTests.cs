using LiveGenre.Capture.Tests.Support;
using LiveGenre.Cli.Tests.Support;

namespace LiveGenre.Cli.Tests;

public class RunTests
{
    [Fact]
    public async Task Check_WhenAllIsWell_SaysSoOfEachAndReturnsZero()
    {
        using var scratch = new Scratch();
        var file = Wav.Write(scratch["chord.wav"], 4, Wav.Chord, channels: 2);

        var outcome = await Livegenre.RunAsync(["run", file, "--check", "--format", "json", .. FreePorts()]);

        Assert.Equal(0, outcome.ExitCode);
        Assert.True(outcome.Json.GetProperty("ok").GetBoolean());
        var checks = outcome.Json.GetProperty("checks").EnumerateArray().ToList();
        Assert.Equal(["settings", "model", "source", "folder", "history", "alerts", "port", "port", "access"], checks.Select(c => c.GetProperty("check").GetString()));
        Assert.All(checks, check => Assert.True(check.GetProperty("ok").GetBoolean()));
        Assert.Equal((22_050, 2), (checks[2].GetProperty("sample_rate_hz").GetInt32(), checks[2].GetProperty("channels").GetInt32()));
        Assert.InRange(checks[2].GetProperty("rms_dbfs").GetDouble(), -25, -10);
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public async Task Run_WithTheLogAsJson_WritesNothingElseOnStandardOutput()
    {
        using var scratch = new Scratch();
        var file = Wav.Write(scratch["chord.wav"], 1, Wav.Chord);

        var outcome = await Livegenre.RunAsync(["run", file, "--exit-at-end", "--set", "Logging:Console:FormatterName=json", .. FreePorts()]);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains(outcome.JsonLines, line => line.GetProperty("EventId").GetInt32() == 308);
        Assert.All(outcome.JsonLines, line => Assert.EndsWith("Z", line.GetProperty("Timestamp").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_BeforeTheFirstStart_LeavesNothingBehind()
    {
        using var scratch = new Scratch();
        string[] kept = ["--set", $"LiveGenre:DataFolder={Path.Combine(scratch.Path, "state", "livegenre")}", "--set", "LiveGenre:History:Store=Sqlite"];

        var outcome = await Livegenre.RunAsync(["run", "none", "--check", .. kept, .. FreePorts()]);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("ok      history   LiveGenre:History: sqlite", outcome.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch.Path));
    }

    [Fact]
    public async Task Check_WithWrongSettings_ChecksTheRestAllTheSame()
    {
        using var scratch = new Scratch();
        var file = Wav.Write(scratch["chord.wav"], 4, Wav.Chord);

        var outcome = await Livegenre.RunAsync(["run", file, "--check", "--page", "foo", "--set", "LiveGenre:Model:Threads=0", "--set", "LiveGenre:History:MaxBytes=1", "--grpc", $"http://127.0.0.1:{Ports.Free()}"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(
            ["failed settings", "failed settings", "failed settings", "ok model", "ok source", "ok folder", "ok alerts", "ok port"],
            outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => $"{l[..6].Trim()} {l[8..16].Trim()}"));
        Assert.Contains("failed  settings  LiveGenre:Serving:PageUrl = \"foo\" is not allowed", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("LiveGenre:Serving:GrpcUrl: http", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithADataFolderThatCannotBeMade_NamesItTheReasonAndTheFix()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["file"], "");
        string[] arguments = ["run", "none", .. FreePorts(), "--set", $"LiveGenre:DataFolder={scratch["file"]}/state"];

        var start = await Livegenre.RunAsync(arguments);
        var check = await Livegenre.RunAsync([.. arguments, "--check"]);

        Assert.Equal((1, 1), (start.ExitCode, check.ExitCode));
        Assert.Matches($"^error: LiveGenre:DataFolder = \"{scratch["file"]}/state\" cannot be made: .+\\. Set LiveGenre:DataFolder to a folder that this user may write to\\.\n$", start.Error);
        Assert.Contains("failed  folder    " + start.Error["error: ".Length..], check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfACertificateWhereNothingIsHttps_SaysThatItIsNotUsed()
    {
        var outcome = await Livegenre.RunAsync(["run", "none", "--check", .. FreePorts(), "--set", "LiveGenre:Serving:Certificate:Path=/etc/radio.pem"]);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("warning: LiveGenre:Serving:Certificate is not used, because neither PageUrl (http://", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfWhatCannotRun_SaysWhyOfEachAndReturnsOne()
    {
        using var scratch = new Scratch();
        using var taken = Ports.Take(out var port);
        File.WriteAllText(scratch["station.json"], $$$"""
            { "LiveGenre": {
              "Model": { "Path": "{{{scratch["model"]}}}" },
              "Serving": { "PageUrl": "http://127.0.0.1:{{{port}}}", "GrpcUrl": "http://127.0.0.1:{{{Ports.Free()}}}" },
              "History": { "ConnectionString": "Host=127.0.0.1;Port=1;Username=radio;Password=opensesame" },
              "Sources": [
                { "Id": "card", "Address": "pulse:no-such-card" },
                { "Id": "web", "Address": "http://user:sesame@127.0.0.1:1/live?token=opensesame" },
                { "Id": "file", "Address": "{{{scratch["gone.wav"]}}}" }
              ] } }
            """);

        var outcome = await Livegenre.RunAsync("run", "--config", scratch["station.json"], "--check", "--set", "LiveGenre:History:Store=PostgreSql");

        var lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(["ok", "failed", "failed", "failed", "failed", "ok", "failed", "ok", "failed", "ok", "ok"], lines.Select(l => l[..6].Trim()));
        Assert.Contains("model", lines[1], StringComparison.Ordinal);
        Assert.Matches("source +card: ", lines[2]);
        Assert.Matches("source +web: ", lines[3]);
        Assert.Contains("There is no file", lines[4], StringComparison.Ordinal);
        Assert.Matches("history +LiveGenre:History: radio on 127.0.0.1:1 cannot be used: .*ConnectionString leads to it", lines[6]);
        Assert.Contains($"LiveGenre:Serving:PageUrl: http://127.0.0.1:{port}: the port is in use by another program", lines[8], StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", outcome.Output + outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfWrongSettings_NamesThemAll()
    {
        var outcome = await Livegenre.RunAsync("run", "demo", "--check", "--set", "LiveGenre:Colour=red", "--set", "LiveGenre:Sources:0:Hue=red", "--set", "LiveGenre:Windowing:Hop=00:10:39");

        var wrong = outcome.Output.Split('\n').Where(line => line.StartsWith("failed  settings", StringComparison.Ordinal)).ToList();
        Assert.Equal((1, 3), (outcome.ExitCode, wrong.Count));
        Assert.Contains(wrong, line => line.Contains("LiveGenre:Sources:0:Hue", StringComparison.Ordinal)); // the source of the command line takes settings too
        Assert.DoesNotContain("source    main", outcome.Output, StringComparison.Ordinal); // nobody knows what it was to be
    }

    [Fact]
    public async Task Check_OfSettingsThatDoNotFitTheModel_NamesThemAllAndVerifiesTheModelAllTheSame()
    {
        string[] settings =
        [
            "--set", "LiveGenre:Windowing:Hop=00:00:08", "--set", "LiveGenre:Alerts:Rules:0:Kind=OffFormat", "--set", "LiveGenre:Alerts:Rules:0:Formats:0=polka",
            "--set", "LiveGenre:Format:Targets:0:Label=tango", "--set", "LiveGenre:Format:Targets:0:Share=0.5",
        ];

        var outcome = await Livegenre.RunAsync(["run", "none", "--check", .. settings, .. FreePorts()]);
        var unnamed = await Livegenre.RunAsync(["run", "none", "--check", .. settings, "--set", "LiveGenre:Labels:waltz=Slow", .. FreePorts()]);

        Assert.Equal((1, 1), (outcome.ExitCode, unnamed.ExitCode));
        Assert.Collection(
            Models(outcome),
            line => Assert.Matches("^failed .*Windowing:Hop = \"00:00:08\"", line),
            line => Assert.Matches("^failed .*Alerts:Rules:0:Formats:0 = \"polka\" is no genre", line),
            line => Assert.Matches("^failed .*Format:Targets:0:Label = \"tango\" is no genre", line),
            line => Assert.Matches("^ok .*golden windows agree", line));
        Assert.Collection(
            Models(unnamed), // without names of genres nobody knows whether polka is one
            line => Assert.Matches("^failed .*Windowing:Hop", line),
            line => Assert.Matches("^failed .*Labels:waltz is no genre", line),
            line => Assert.Matches("^ok .*golden windows agree", line));

        static IEnumerable<string> Models(Livegenre.Outcome outcome) => outcome.Output.Split('\n').Where(line => line.Length > 8 && line[8..].StartsWith("model", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "--config", "with-demo.json")]
    [InlineData(1, "--config", "without.json")]
    [InlineData(1, "--config", "gone.json")]
    [InlineData(1, "--wait-for-sources")]
    [InlineData(1, "--loop", "song.flac")]
    public async Task NeedsDemo_OfWhatWouldBeListenedTo_IsTheExitCode(int exitCode, params string[] arguments)
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["with-demo.json"], """{ "LiveGenre": { "Sources": [{ "Id": "a", "Address": "http://127.0.0.1:1/live" }, { "Id": "b", "Address": "demo" }] } }""");
        File.WriteAllText(scratch["without.json"], """{ "LiveGenre": { "Sources": [{ "Id": "a", "Address": "http://127.0.0.1:1/live" }] } }""");

        var outcome = await Livegenre.RunAsync(["run", .. arguments.Select(a => a.EndsWith(".json", StringComparison.Ordinal) ? scratch[a] : a), "--needs-demo"]);

        Assert.Equal((exitCode, ""), (outcome.ExitCode, outcome.Output));
    }

    [Fact]
    public async Task NeedsDemo_WithNoSourceNamed_IsSoWhereTheMachineHasNoSound()
    {
        using var scratch = new Scratch();
        var devices = await Livegenre.RunAsync("devices", "--format", "json");
        var hasSound = devices.Json.GetProperty("devices").EnumerateArray().Any(d => d.GetProperty("default").GetBoolean());

        var outcome = await Livegenre.RunInAsync([("LIVEGENRE_DEMO", scratch["not-made-yet.flac"])], "run", "--set", "LiveGenre:Windowing:Hop=00:00:01", "--needs-demo");

        Assert.Equal((hasSound ? 1 : 0, ""), (outcome.ExitCode, outcome.Output));
    }

    [Fact]
    public async Task Run_OnAPortInUse_EndsWithOneSentence()
    {
        using var scratch = new Scratch();
        using var taken = Ports.Take(out var port);
        var file = Wav.Write(scratch["chord.wav"], 4, Wav.Chord);

        var outcome = await Livegenre.RunAsync("run", file, "--page", $"http://127.0.0.1:{port}", "--grpc", $"http://127.0.0.1:{Ports.Free()}");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(
            $"error: LiveGenre:Serving:PageUrl = http://127.0.0.1:{port}: the port is in use by another program, perhaps by a LiveGenre that runs already; end that program, or set another port (--page, --grpc).",
            outcome.Error.Trim());
        Assert.DoesNotContain("Opening", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfAFileToItsEnd_SaysWhatItHearsAndWhereAndReturnsZero()
    {
        using var scratch = new Scratch();
        var file = Wav.Write(scratch["chord.wav"], 1, Wav.Chord);
        var ports = FreePorts();

        var outcome = await Livegenre.RunAsync(["run", file, "--exit-at-end", .. ports]);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains($"Opening {file} as 'main'.", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"page  {ports[1]}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"gRPC  {ports[3]}", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("[308] The daemon has stopped: every source has ended.", outcome.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Empty(outcome.Error);
    }

    [RequiresFact("ffmpeg")]
    public async Task Run_OfAStreamThatDoesNotAnswer_SaysThatItConnectsAndNotThatItListens()
    {
        var stream = $"http://127.0.0.1:{Ports.Free()}/live";
        using var process = Livegenre.Start(["run", stream, .. FreePorts()]);
        var lines = new List<string>();
        while (!lines.Exists(line => line.Contains("[101]", StringComparison.Ordinal)))
        {
            lines.Add(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(string.Join('\n', lines)));
        }
        process.Kill();
        await Livegenre.WaitAsync(process);

        Assert.Contains($"Connecting to {stream} as 'main'.", lines);
        Assert.DoesNotContain(lines, line => line.Contains("Listening", StringComparison.Ordinal));
        Assert.Contains("Connection refused. It had run for 0 s; connecting again in ", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gone.wav", "There is no file")]
    [InlineData("notes.flac", "is a text file, not audio")]
    [InlineData("chord.wav", "Channel 1 of", "--channel", "1")]
    public async Task Run_OfAFileThatCannotBeHeard_EndsWithOneSentence(string name, string why, params string[] options)
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["notes.flac"], "what was on air");
        Wav.Write(scratch["chord.wav"], 1, Wav.Chord);

        var outcome = await Livegenre.RunAsync(["run", scratch[name], .. options, .. FreePorts()]);

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith($"error: SOURCE = \"{scratch[name]}\": ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(why, Assert.Single(outcome.Errors), StringComparison.Ordinal);
        Assert.Contains("'livegenre run --help' says what SOURCE may be.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfAUrlWithoutItsScheme_SaysWhichUrlItMayBe()
    {
        var outcome = await Livegenre.RunAsync(["run", "www.example.com/live.mp3", .. FreePorts()]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(
            "There is no file 'www.example.com/live.mp3'; if it is a URL, it lacks its scheme: https://www.example.com/live.mp3 or http://www.example.com/live.mp3.",
            Assert.Single(outcome.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfAFileThatIsMissing_SaysSoAndReturnsOne()
    {
        using var scratch = new Scratch();

        var outcome = await Livegenre.RunAsync(["run", scratch["gone.wav"], "--check", .. FreePorts()]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"failed  source    main: There is no file '{scratch["gone.wav"]}'.", outcome.Output, StringComparison.Ordinal);
    }

    private static string[] FreePorts() =>
        ["--page", $"http://127.0.0.1:{Ports.Free()}", "--grpc", $"http://127.0.0.1:{Ports.Free()}"];
}
