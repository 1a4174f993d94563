using LiveGenre.Daemon.Configuration;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Daemon.Tests.Alerts;

public sealed class AlertSettingsTests
{
    [Fact]
    public void Read_RulesAndReceivers_BindsThem()
    {
        var options = Read(
            ("Rules:0:Kind", "OffFormat"), ("Rules:0:Formats:0", "rock"), ("Rules:0:Sources:0", "fm"), ("Rules:0:For", "00:15:00"), ("Rules:0:Receivers:0", "ops"),
            ("Receivers:0:Name", "ops"), ("Receivers:0:Kind", "webhook"), ("Receivers:0:Url", "https://example.org/hook"), ("Receivers:0:Secret", "0123456789abcdef"),
            ("Receivers:1:Name", "pager"), ("Receivers:1:Kind", "Command"), ("Receivers:1:Program", "/usr/bin/page"), ("Receivers:1:Arguments:0", "--loud"));

        Assert.Equal((AlertRuleKind.OffFormat, TimeSpan.FromMinutes(15)), (options.Rules[0].Kind, options.Rules[0].For));
        Assert.Equal(["rock"], options.Rules[0].Formats);
        Assert.Equal("https://example.org/hook", options.Receivers[0].Url.Reveal());
        Assert.Equal("***", $"{options.Receivers[0].Secret}");
        Assert.Equal(["--loud"], options.Receivers[1].Arguments.Select(a => a.Reveal()));
    }

    [Fact]
    public void Read_ManyErrors_NamesAllAtOnceAndNoSecret()
    {
        var error = Assert.Throws<SettingsException>(() => Read(
            ("Rules:0:Kind", "Talk"), ("Rules:0:LevelDbfs", "-50"), ("Rules:0:Receivers:0", "nobody"),
            ("Rules:1:Kind", "OffFormat"),
            ("Rules:2:Kind", "Talk"),
            ("Receivers:0:Name", "ops"), ("Receivers:0:Kind", "Webhook"), ("Receivers:0:Url", "hooks.example/T0/secret-path"), ("Receivers:0:Secret", "too short"),
            ("Receivers:1:Name", "ops"), ("Receivers:1:Kind", "Email"), ("Receivers:1:SmtpPassword", "pass-word"), ("Receivers:1:Program", "x"),
            ("Receivers:2:Name", "pager"), ("Receivers:2:Kind", "Command")));

        Assert.Equal(
            [
                "LiveGenre:Alerts:Rules:0:LevelDbfs is for rules of kind Silence, and this one is Talk; remove it.",
                "LiveGenre:Alerts:Rules:0:Receivers:0 = \"nobody\" is no receiver; there are ops, ops, pager.",
                "LiveGenre:Alerts:Rules:1:Formats is missing; the genres of the station, such as rock.",
                "LiveGenre:Alerts:Rules:2:Name = \"talk\" is taken by LiveGenre:Alerts:Rules:0 for the same source; give it another.",
                "LiveGenre:Alerts:Receivers:0:Url is no URL that can be posted to; http:// or https://, a host and a path.",
                "LiveGenre:Alerts:Receivers:0:Secret is too short; at least 16 characters, such as 'openssl rand -hex 32' gives.",
                "LiveGenre:Alerts:Receivers:1:SmtpHost is missing; the name of a mail server.",
                "LiveGenre:Alerts:Receivers:1:From = \"\" is not allowed; an e-mail address.",
                "LiveGenre:Alerts:Receivers:1:To is missing; one or more e-mail addresses.",
                "LiveGenre:Alerts:Receivers:1:SmtpUser and SmtpPassword belong together; set both or neither.",
                "LiveGenre:Alerts:Receivers:1:Program is for receivers of kind Command, and this one is Email; remove it.",
                "LiveGenre:Alerts:Receivers:2:Program is missing; a program that takes the message on its standard input.",
                "LiveGenre:Alerts:Receivers:1:Name = \"ops\" is taken by LiveGenre:Alerts:Receivers:0; each receiver needs its own.",
            ],
            error.Errors);
    }

    [Theory]
    [InlineData("Rules:0:Kind", "Boredom", "LiveGenre:Alerts:Rules:0:Kind = \"Boredom\" is not allowed; one of Silence, NoData, Talk, OffFormat, Clipping, ModelFailing, LowConfidence.")]
    [InlineData("Rules:0:Name", "x", "LiveGenre:Alerts:Rules:0:Kind is missing; one of Silence, NoData, Talk, OffFormat, Clipping, ModelFailing, LowConfidence.")]
    [InlineData("Rules", "Silence", "LiveGenre:Alerts:Rules = \"Silence\" is not allowed; a list: LiveGenre:Alerts:Rules:0 and so on.")]
    public void Read_WrongValue_NamesKeyValueAndWhatIsAllowed(string key, string value, string message) =>
        Assert.Equal([message], Assert.Throws<SettingsException>(() => Read((key, value))).Errors);

    [Fact]
    public void CheckFormats_OfAGenreThatTheModelDoesNotKnow_NamesThoseItKnows()
    {
        var options = Read(("Rules:0:Kind", "OffFormat"), ("Rules:0:Formats:0", "rock"), ("Rules:0:Formats:1", "polka"));

        var error = Assert.Throws<SettingsException>(() => AlertSettingsRules.CheckFormats(options, ["jazz", "rock"], "m"));

        Assert.Equal(["LiveGenre:Alerts:Rules:0:Formats:1 = \"polka\" is no genre of model m; there are jazz, rock."], error.Errors);
    }

    private static AlertsOptions Read(params (string Key, string Value)[] settings) => SettingsReader.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(s => $"LiveGenre:Alerts:{s.Key}", s => (string?)s.Value))
        .Build()).Alerts;
}
