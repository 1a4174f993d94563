using LiveGenre.Cli.Tests.Support;

namespace LiveGenre.Cli.Tests;

public class CommandLineTests
{
    [Fact]
    public async Task Run_WithoutCommand_NamesTheCommandsAndReturnsTwo()
    {
        var outcome = await Livegenre.RunAsync();

        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal(
            "run, watch, report, alerts, devices, classify, evaluate, evaluate-stream, features, sources, model, token, support, completion",
            string.Join(", ", outcome.Error.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0])));
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("sources", "  remove  Stop listening to a source that was added")]
    [InlineData("alerts", "  deliveries  ")]
    [InlineData("model", "  swap  ")]
    [InlineData("token", "  revoke  ")]
    public async Task Run_GroupWithoutCommand_ListsItsCommandsAndReturnsTwo(string group, string line)
    {
        var outcome = await Livegenre.RunAsync(group);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal(["error: which command? There are:"], outcome.Errors);
        Assert.Contains(line, outcome.Error, StringComparison.Ordinal);
        Assert.EndsWith($"See 'livegenre {group} --help'.\n", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wach", "'wach' is no command; did you mean watch?")]
    [InlineData("listen", "'listen' is no command; there are run, watch")]
    [InlineData("sources lst", "'lst' is no command; did you mean list?")]
    [InlineData("--verson", "'--verson' is no option of livegenre; did you mean --version?")]
    [InlineData("--check run", "'--check' stands before its command; write it behind 'run'.")]
    [InlineData("sources set web --target rock=160", "--target rock=160 is not allowed; SUBJECT=RANGE[@DAYPART], such as rock=60, rock=60~5, talk=..15 or jazz=20..40@Evening, in percent from 0 to 100.")]
    [InlineData("list sources", "'list' stands before its command; write it behind 'sources'.")]
    [InlineData("run --chek", "'--chek' is no option of this command; did you mean --check?")]
    [InlineData("run --hlp", "'--hlp' is no option of this command; did you mean --help?")]
    [InlineData("run -x", "'-x' is no option of this command.")]
    [InlineData("classify --frmat", "'--frmat' is no option of this command; did you mean --format?")]
    [InlineData("classify", "FILE is missing")]
    [InlineData("classify a.wav --fromat json", "'--fromat' is no option")]
    [InlineData("classify a.wav --format xml", "--format xml is not allowed; one of text, json.")]
    [InlineData("classify a.wav --jobs 0", "--jobs 0 is not allowed; a whole number from 1 to 256.")]
    [InlineData("classify a.wav --set Hop", "--set Hop is not allowed; KEY=VALUE")]
    [InlineData("run song.wav --rate 44100", "--rate describes raw PCM, and SOURCE is not -.")]
    [InlineData("run - --rate fast", "--rate fast is not allowed; a whole number from 8000 to 192000.")]
    [InlineData("run --loop", "need a SOURCE")]
    [InlineData("run demo --format json", "--format json is for the report of --check")]
    [InlineData("run none --loop", "--channel and --loop need a SOURCE")]
    [InlineData("run one two", "'two' is one word too many")]
    [InlineData("run --check --modell x", "'--modell' is no option of this command; did you mean --model?")]
    [InlineData("run --hop 00:00:01", "--hop 00:00:01 is not allowed; a number from 0.25 to the length of the model's window, 3.99 s for livegenre-1.")]
    [InlineData("run --hop 0.2", "--hop 0.2 is not allowed; a number from 0.25 to the length of the model's window, 3.99 s for livegenre-1.")]
    [InlineData("run --hop 1e300", "--hop 1e300 is not allowed; a number from 0.25 to the length of the model's window, 3.99 s for livegenre-1.")]
    [InlineData("token list --model x", "'--model' is no option of this command")]
    [InlineData("support --hop 1", "'--hop' is no option of this command")]
    [InlineData("watch --address studio", "--address studio is not allowed")]
    [InlineData("report --from 29.3.2026", "--from 29.3.2026 is not allowed; a date such as 2026-03-29.")]
    [InlineData("report --last week", "--last week is not allowed; days or weeks, such as 7d or 4w.")]
    [InlineData("report --last 7d --from 2026-03-29", "--last and --from both say where the report begins")]
    [InlineData("report --period month", "--period month is not allowed; one of day, hour, day-part, week.")]
    [InlineData("report --out report.pdf", "--out is for csv, json and html")]
    public async Task Run_WithWrongUsage_SaysWhatIsWrongAndReturnsTwo(string arguments, string message)
    {
        var outcome = await Livegenre.RunAsync(arguments.Split(' '));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(outcome.Errors, error => error.Contains(message, StringComparison.Ordinal));
        Assert.Contains("--help'", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithAnEncodingThatDoesNotExist_IsNotToldOfReports()
    {
        var outcome = await Livegenre.RunAsync("run", "-", "--format", "s17le");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(outcome.Errors, error => error.Contains("s16le", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Errors, error => error.Contains("--check", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("run", "livegenre run pulse:onair.monitor")]
    [InlineData("watch", "livegenre watch --address")]
    [InlineData("report", "livegenre report --last 1d --period hour")]
    [InlineData("devices", "livegenre devices --format json")]
    [InlineData("classify", "livegenre classify song.flac")]
    [InlineData("evaluate", "livegenre evaluate tracks/")]
    [InlineData("evaluate-stream", "livegenre evaluate-stream tracks/")]
    [InlineData("features", "livegenre features music/ mel/")]
    [InlineData("alerts", "livegenre alerts list")]
    [InlineData("sources", "livegenre sources list")]
    [InlineData("model", "livegenre model list")]
    [InlineData("token", "livegenre token list")]
    [InlineData("completion", "source <(livegenre completion bash)")]
    public async Task Help_OfEachCommand_ShowsExamplesWithinAHundredColumns(string command, string example)
    {
        var outcome = await Livegenre.RunAsync(command, "--help");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains(example, outcome.Output, StringComparison.Ordinal);
        Assert.All(outcome.Output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 100));
    }

    [Fact]
    public async Task Version_OfABuild_StartsWithItsNumber()
    {
        var outcome = await Livegenre.RunAsync("--version");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", outcome.Output);
    }

    [Fact]
    public async Task Devices_AsJson_ListsDevicesAndSaysWhatIsAbsent()
    {
        var outcome = await Livegenre.RunAsync("devices", "--format", "json");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(System.Text.Json.JsonValueKind.Array, outcome.Json.GetProperty("devices").ValueKind);
        Assert.Contains(outcome.Json.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("sound server", StringComparison.Ordinal));
    }
}
