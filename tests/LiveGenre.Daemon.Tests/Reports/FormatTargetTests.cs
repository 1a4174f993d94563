using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.Reports;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Reports;

public sealed class FormatTargetTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(29.9, Compliance.Below)]
    [InlineData(30, Compliance.Met)]
    [InlineData(42, Compliance.Met)]
    [InlineData(42.1, Compliance.Above)]
    public void Judge_ShareOfAGenre_IsOfTheMusicHeard(double minutesOfRock, Compliance expected)
    {
        var target = FormatTarget.Declared(new() { Label = "rock", Share = 0.6 });

        // 60 min of music, of which 10 under a voice; 30 min of talk do not count.
        var result = target.Judge(
            Heard(120, ("rock", Activity.Music, minutesOfRock), ("jazz", Activity.Music, 50 - minutesOfRock), ("unknown", Activity.SpeechOverMusic, 10), ("none", Activity.Speech, 30)), 0.5);

        Assert.Equal("rock 60 ± 10 %", result.Target);
        Assert.Equal(expected, result.Compliance);
        Assert.Equal(minutesOfRock / 60, result.Share, 1e-6);
        Assert.Equal((0.5f, 0.7f), (result.MinimumShare, result.MaximumShare));
    }

    [Theory]
    [InlineData(10, 5, Compliance.Met)]
    [InlineData(10, 5.1, Compliance.Above)]
    public void Judge_Talk_IsSpeechAloneAndOverMusicOfAllThatWasHeard(double speech, double overMusic, Compliance expected)
    {
        var target = FormatTarget.Declared(new() { Activity = FormatActivity.Talk, Maximum = 0.15, DayPart = "Morning" });

        var result = target.Judge(
            Heard(100, ("rock", Activity.Music, 80 - overMusic + 5), ("none", Activity.Speech, speech), ("rock", Activity.SpeechOverMusic, overMusic), ("none", Activity.Silence, 5)), 0.5);

        Assert.Equal("talk at most 15 % (Morning)", result.Target);
        Assert.Equal(expected, result.Compliance);
        Assert.Equal((speech + overMusic) / 100, result.Share, 1e-6);
    }

    [Theory]
    [InlineData(29.9, Compliance.NotMeasured)]
    [InlineData(30, Compliance.Met)]
    public void Judge_LessHeardThanTheMinimum_IsNotMeasured(double minutes, Compliance expected) => Assert.Equal(
        expected, FormatTarget.Declared(new() { Activity = FormatActivity.Music, Minimum = 0.7 }).Judge(Heard(60, ("rock", Activity.Music, minutes)), 0.5).Compliance);

    [Theory]
    [InlineData(4.9, Compliance.NotMeasured)]
    [InlineData(5, Compliance.Above)]
    public void Judge_GenreOfHardlyAnyMusic_IsNotMeasured(double minutes, Compliance expected) => Assert.Equal(
        expected, FormatTarget.Declared(new() { Label = "rock", Maximum = 0.9 }).Judge(Heard(60, ("rock", Activity.Music, minutes), ("none", Activity.Speech, 50)), 0.5).Compliance);

    [Fact]
    public void Judge_NothingHeard_IsNotMeasured() => Assert.Equal(
        Compliance.NotMeasured, FormatTarget.Declared(new() { Activity = FormatActivity.Silence, Maximum = 0.01 }).Judge(Heard(60), 0.5).Compliance);

    [Theory]
    [InlineData(0.2, 0.3, "jazz 20 to 30 %")]
    [InlineData(0.125, null, "jazz at least 12.5 %")]
    [InlineData(null, 0.0, "jazz at most 0 %")]
    public void Declared_Bounds_ReadAsPeopleSayThem(double? minimum, double? maximum, string name) =>
        Assert.Equal(name, FormatTarget.Declared(new() { Label = "jazz", Minimum = minimum, Maximum = maximum }).Name);

    private static HeardTime Heard(double minutes, params (string Label, Activity Activity, double Minutes)[] shares) => HeardTime.Of(
        [new Airtime(new(Noon, Noon.AddMinutes(minutes)), [.. shares.Select(s => new AirtimeShare(s.Label, s.Activity, TimeSpan.FromMinutes(s.Minutes), 0.8f))])]);
}
