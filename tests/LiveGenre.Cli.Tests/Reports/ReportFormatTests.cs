using System.Xml.Linq;
using LiveGenre.Cli.Reports;

namespace LiveGenre.Cli.Tests.Reports;

public sealed class ReportFormatTests
{
    [Fact]
    public void Csv_OfAReport_IsRfc4180WithLocalTimesAndEmptyWhereNotMeasured() => Assert.Equal(
        [
            "source,start,end,period,heard_seconds,missing_seconds,music_seconds,music_share,speech_over_music_share,speech_share,noise_share,silence_share,"
                + "genre_rock_share,genre_jazz_share,rock 60 ± 10 % share,rock 60 ± 10 % result,\"talk at most 15 % (\"\"Night\"\", late) share\",\"talk at most 15 % (\"\"Night\"\", late) result\"",
            "on<air>,2026-10-25T02:00:00+02:00,2026-10-25T02:00:00+01:00,\"Sun 25 October 2026, 02:00 (UTC+02:00)\",3600,0,2880,0.75,0.05,0.1,0,0.1,0.75,0.25,0.75,above,0.15,met",
            "on<air>,2026-10-25T02:00:00+01:00,2026-10-25T03:00:00+01:00,\"Sun 25 October 2026, 02:00 (UTC+01:00)\",0,3600,0,,,,,,,,,not measured,,",
            "",
        ],
        ReportCsv.Create(Report.Create()).Split("\r\n"));

    [Fact]
    public void Page_OfAReport_StandsAloneAndSaysResultsInWords()
    {
        var page = ReportPage.Create(Report.Create(), new DateTimeOffset(2026, 10, 26, 8, 0, 0, TimeSpan.Zero));

        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<air>", page, StringComparison.Ordinal);
        Assert.Contains("<h1>on&lt;air&gt;</h1>", page, StringComparison.Ordinal);
        Assert.Contains("▲ above</span>: rock 60 ± 10 %, was 75.0 %", page.Replace("&#177;", "±", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("○ not measured", page, StringComparison.Ordinal);
        Assert.Contains("▼ below", page, StringComparison.Ordinal);
        Assert.Contains("✓ met", page, StringComparison.Ordinal);
        Assert.Contains("@media print", page, StringComparison.Ordinal);
        Assert.Contains("2026-10-26 08:00 UTC", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.123, "12.3 %")]
    [InlineData(0.0002, "0.020 %")] // two minutes of a week
    [InlineData(0.0, "0.0 %")]
    [InlineData(null, "–")]
    public void Percent_OfAShare_NeverSaysNothingOfSomething(double? share, string text) => Assert.Equal(text, RowFigures.Percent(share));

    [Fact]
    public void Bar_OfShares_IsAsWideAsTheyAre()
    {
        var bar = XElement.Parse(ShareBar.Create([("rock & roll", 0.75, "#111111"), ("jazz", 0.22, "#222222"), ("pop", 0.03, "#333333")]));

        Assert.Equal("rock & roll 75.0 %, jazz 22.0 %, pop 3.0 %", bar.Attribute("aria-label")!.Value);
        Assert.Equal(["0", "225", "291"], bar.Elements("rect").Select(r => r.Attribute("x")!.Value));
        Assert.Equal(["224", "65", "8"], bar.Elements("rect").Select(r => r.Attribute("width")!.Value));
        Assert.Equal(["rock & roll 75 %", "jazz 22 %"], bar.Elements("text").Select(t => t.Value)); // the third is too narrow to say it
    }
}
