using LiveGenre.Daemon.Alerts.Rules;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Tests.Alerts;

public sealed class AlertWordsTests
{
    [Theory]
    [InlineData("Every sample is zero", "No sound for 32 s: every sample is zero.")]
    [InlineData("HTTP 404", "No sound for 32 s: HTTP 404.")]
    [InlineData("Is it muted?", "No sound for 32 s: is it muted?")]
    [InlineData("", "No sound for 32 s.")]
    public void Firing_AnyDetail_IsOneSentence(string detail, string expected) =>
        Assert.Equal(expected, AlertWords.Firing(AlertRuleKind.Silence, TimeSpan.FromSeconds(32.4), detail));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(60, "1 min")]
    [InlineData(312, "5 min 12 s")]
    [InlineData(10_920, "3 h 2 min")]
    [InlineData(183_600, "2 d 3 h")]
    public void Duration_FromSecondsToDays_KeepsTwoUnits(int seconds, string expected) =>
        Assert.Equal(expected, AlertWords.Duration(TimeSpan.FromSeconds(seconds)));
}
