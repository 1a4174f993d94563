using System.Globalization;
using System.Text;
using LiveGenre.Cli.Tests.Support;

namespace LiveGenre.Cli.Tests;

public sealed class ReportTests(DaemonProcess daemon) : IClassFixture<DaemonProcess>
{
    [Fact]
    public async Task Report_OfARunningDaemon_PrintsEachFormat()
    {
        await UntilHeardAsync();
        using var scratch = new Scratch();

        // Two days: midnight may pass.
        var text = await AskAsync("--source", "silence", "--last", "2d");
        var json = await AskAsync("--source", "silence", "--last", "2d", "--period", "day-part", "--format", "json");
        var csv = await AskAsync("--source", "silence", "--last", "2d", "--period", "hour", "--out", scratch["report.csv"]);
        var html = await AskAsync("--source", "silence", "--last", "1w", "--period", "week", "--format", "html", "--out", scratch["report"]);

        Assert.All([text, json, csv, html], outcome => Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error)));
        Assert.Contains("(Europe/Berlin)", text.Output, StringComparison.Ordinal);
        Assert.Matches(@"total +\d+\.\d+ % +0\.0 % +0\.0 % +0\.0 % +100\.0 %", text.Output);
        Assert.Matches("rock 60 ± 10 % +– +not measured", text.Output);
        Assert.Equal("Europe/Berlin", json.Json.GetProperty("timeZone").GetString());
        Assert.InRange(json.Json.GetProperty("rows").GetArrayLength(), 7, 8);
        var bytes = await File.ReadAllBytesAsync(scratch["report.csv"]);
        Assert.Equal(Encoding.UTF8.Preamble, bytes.AsSpan(0, 3));
        Assert.InRange(Encoding.UTF8.GetString(bytes).Split("\r\n").Length, 49, 51); // 47 to 49 hours, the heading, and what follows the last line
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(scratch["report"]), StringComparison.Ordinal);
        Assert.Equal("", csv.Output + html.Output);
    }

    [Fact]
    public async Task Report_OfTooMuch_SaysSo()
    {
        var outcome = await AskAsync("--source", "silence", "--last", "300d", "--period", "hour");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(["error: The period 'hour' is not valid: 300 days would be more than 2000 rows; ask for fewer days, or a longer period."], outcome.Errors);
    }

    [Fact]
    public async Task Report_OfSeveralSources_AsksForOneByItsOption()
    {
        var outcome = await AskAsync();

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.Equal(["error: There are several sources, and none is named; name one of: chord, silence, with --source."], outcome.Errors);
    }

    [Fact]
    public async Task Report_OfATimeInWhichNothingWasHeard_SaysSoAndShowsNoShares()
    {
        var outcome = await AskAsync("--source", "chord", "--from", "2026-01-01", "--to", "2026-01-02");

        Assert.Matches("rock 60 ± 10 % +– +not measured", outcome.Output);
        Assert.Contains("Nothing was heard of 'chord' in this time: the daemon did not run, or the source brought no sound.", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Not measured: too little was heard", outcome.Output, StringComparison.Ordinal);
    }

    private async Task UntilHeardAsync()
    {
        for (var attempt = 0; attempt < 60; attempt++)
        {
            var outcome = await AskAsync("--source", "silence", "--last", "2d", "--format", "json");
            if (outcome.Json.GetProperty("total").GetProperty("shares").GetProperty("heardDuration").GetString() is { } heard
                && double.Parse(heard.TrimEnd('s'), CultureInfo.InvariantCulture) >= 1)
            {
                return;
            }
            await Task.Delay(500);
        }
        Assert.Fail("nothing is heard");
    }

    /// <summary>Asks the daemon, which may still be starting.</summary>
    private async Task<Livegenre.Outcome> AskAsync(params string[] arguments)
    {
        for (var attempt = 0; ; attempt++)
        {
            var outcome = await Livegenre.RunAsync(["report", .. arguments, "--address", daemon.Address]);
            if (attempt == 30 || !outcome.Error.Contains("no LiveGenre daemon answers", StringComparison.Ordinal))
            {
                return outcome;
            }
            await Task.Delay(500);
        }
    }
}
