using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Reports;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Daemon.Tests.Reports;

public sealed class FormatSettingsTests
{
    [Fact]
    public void Read_DayPartsAndTargets_HoldForSourcesWithoutTheirOwn()
    {
        var options = Read(
            ("Format:DayParts:0:Name", "Breakfast"), ("Format:DayParts:0:From", "06:00"), ("Format:DayParts:0:To", "10:00"), ("Format:DayParts:0:Days:0", "Mon-Fri"),
            ("Format:Targets:0:Label", "rock"), ("Format:Targets:0:Share", "0.6"), ("Format:Targets:0:Tolerance", "0.1"),
            ("Format:Targets:1:Activity", "talk"), ("Format:Targets:1:Maximum", "0.15"), ("Format:Targets:1:DayPart", "Breakfast"),
            ("Sources:0:Id", "fm"), ("Sources:0:Address", "demo"),
            ("Sources:1:Id", "jazz"), ("Sources:1:Address", "demo"), ("Sources:1:Format:Targets:0:Label", "jazz"), ("Sources:1:Format:Targets:0:Minimum", "0.8"),
            ("Sources:1:Format:MinimumHeard", "0.9"));

        var (fm, jazz) = (StationFormat.Of(options, options.Sources[0]), StationFormat.Of(options, options.Sources[1]));

        Assert.Equal(["rock 60 ± 10 %", "talk at most 15 % (Breakfast)"], fm.Targets.Select(t => t.Name));
        Assert.Equal(["jazz at least 80 %"], jazz.Targets.Select(t => t.Name));
        Assert.Equal(["Breakfast"], jazz.DayParts.Select(p => p.Name));
        Assert.Equal((0.5, 0.9), (fm.MinimumHeard, jazz.MinimumHeard));
        Assert.Equal(5, fm.DayParts[0].Days.Count);
    }

    [Fact]
    public void Read_ManyErrors_NamesAllAtOnce()
    {
        var error = Assert.Throws<SettingsException>(() => Read(
            ("Format:DayParts:0:Name", "Early"), ("Format:DayParts:0:From", "06:10"), ("Format:DayParts:0:To", "10:00"), ("Format:DayParts:0:Days:0", "Mo"),
            ("Format:Targets:0:Share", "0.6"),
            ("Format:Targets:1:Label", "rock"), ("Format:Targets:1:DayPart", "Late"), ("Format:Targets:1:Tolerance", "0.1"),
            ("Format:Targets:2:Label", "jazz"), ("Format:Targets:2:Activity", "Talk"), ("Format:Targets:2:Minimum", "0.3"), ("Format:Targets:2:Maximum", "0.2"),
            ("Format:Targets:3:Activity", "Music"), ("Format:Targets:3:Minimum", "0.3"), ("Format:Targets:3:Share", "0.4"),
            ("Format:Targets:4:Activity", "Music"), ("Format:Targets:4:Maximum", "0.9")));

        Assert.Equal(
            [
                "LiveGenre:Format:DayParts:0:From = \"06:10:00\" is not on a quarter of an hour, in which air time is counted; such as 06:00.",
                "LiveGenre:Format:DayParts:0:Days:0 = \"Mo\" is not allowed; a day such as Mon or Saturday, or days such as Mon-Fri.",
                "LiveGenre:Format:Targets:0 needs either Label, a genre, or Activity, one of Talk, Music, Noise, Silence.",
                "LiveGenre:Format:Targets:1 sets no share; Share and Tolerance, or Minimum, Maximum or both.",
                "LiveGenre:Format:Targets:1:Tolerance goes with Share, which is missing.",
                "LiveGenre:Format:Targets:2 needs either Label, a genre, or Activity, one of Talk, Music, Noise, Silence.",
                "LiveGenre:Format:Targets:2:Minimum = 0.3 is above Maximum (0.2); it must not be.",
                "LiveGenre:Format:Targets:3:Share goes with Tolerance; remove it, or Minimum and Maximum.",
                "LiveGenre:Format:Targets:1:DayPart = \"Late\" is no day part; there are Early.",
                "LiveGenre:Format:Targets:4 is about the same as LiveGenre:Format:Targets:3; Minimum and Maximum fit into one.",
            ],
            error.Errors);
    }

    [Theory]
    [InlineData("22:00", "06:00", "05:45", "09:00", true)]
    [InlineData("22:00", "06:00", "06:00", "22:00", false)]
    [InlineData("00:00", "00:00", "06:00", "07:00", true)]
    public void Read_DayPartsOfOneTime_AreRefused(string from, string to, string nextFrom, string nextTo, bool overlap)
    {
        // The first begins on Saturdays, the second on Sundays and Saturdays: the week wraps around.
        void Act() => Read(
            ("Format:DayParts:0:Name", "A"), ("Format:DayParts:0:From", from), ("Format:DayParts:0:To", to), ("Format:DayParts:0:Days:0", "Sat"),
            ("Format:DayParts:1:Name", "B"), ("Format:DayParts:1:From", nextFrom), ("Format:DayParts:1:To", nextTo), ("Format:DayParts:1:Days:0", "Sat-Sun"));

        var errors = overlap ? Assert.Throws<SettingsException>(Act).Errors : [];

        if (!overlap)
        {
            Act();
        }
        Assert.Equal(
            overlap ? ["LiveGenre:Format:DayParts:1 (B) overlaps LiveGenre:Format:DayParts:0 (A); each moment belongs to one day part at the most."] : [], errors);
    }

    [Theory]
    [InlineData("Format:DayParts:0:From", "noonish", "LiveGenre:Format:DayParts:0:From = \"noonish\" is not allowed; a time of day from 00:00 to 23:59.")]
    [InlineData("Format:Targets:0:Share", "60", "LiveGenre:Format:Targets:0:Share = \"60\" is not allowed; a number from 0 to 1.")]
    [InlineData("Format:MinimumHeard", "0", "LiveGenre:Format:MinimumHeard = \"0\" is not allowed; a number from 0.01 to 1.")]
    public void Read_WrongValue_NamesKeyValueAndWhatIsAllowed(string key, string value, string message) => Assert.Contains(
        message,
        Assert.Throws<SettingsException>(() => Read((key, value))).Errors);

    [Fact]
    public void Read_OwnDayPartsThatGeneralTargetsDoNotKnow_NamesTheSource()
    {
        var error = Assert.Throws<SettingsException>(() => Read(
            ("Format:Targets:0:Activity", "Talk"), ("Format:Targets:0:Maximum", "0.2"), ("Format:Targets:0:DayPart", "Morning"),
            ("Sources:0:Id", "fm"), ("Sources:0:Address", "demo"),
            ("Sources:0:Format:DayParts:0:Name", "Breakfast"), ("Sources:0:Format:DayParts:0:From", "06:00"), ("Sources:0:Format:DayParts:0:To", "10:00")));

        Assert.Equal(["LiveGenre:Format:Targets:0:DayPart = \"Morning\" is no day part of LiveGenre:Sources:0:Format; there are Breakfast."], error.Errors);
    }

    [Fact]
    public void CheckLabels_OfAGenreThatTheModelDoesNotKnow_NamesThoseItKnows()
    {
        var options = Read(
            ("Format:Targets:0:Label", "unknown"), ("Format:Targets:0:Maximum", "0.2"), ("Format:Targets:1:Label", "polka"), ("Format:Targets:1:Maximum", "0.2"));

        var error = Assert.Throws<SettingsException>(() => FormatRules.CheckLabels(options, ["jazz", "rock"], "m"));

        Assert.Equal(["LiveGenre:Format:Targets:1:Label = \"polka\" is no genre of model m; there are jazz, rock and unknown."], error.Errors);
    }

    private static LiveGenreOptions Read(params (string Key, string Value)[] settings) => SettingsReader.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(s => $"LiveGenre:{s.Key}", s => (string?)s.Value))
        .Build());
}
