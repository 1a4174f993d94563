using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Daemon.Tests.Configuration;

public sealed class SettingsTextTests
{
    private const string Canary = "c4nary";

    private static readonly (string Key, string Value)[] Station =
    [
        ("Sources:0:Id", "fm"), ("Sources:0:Address", $"http://dj:{Canary}-stream@radio.example/?token={Canary}-query"),
        ("Serving:Certificate:Password", $"{Canary}-pfx"), ("Telemetry:OtlpEndpoint", $"http://dj:{Canary}-otlp@127.0.0.1:4317"),
        ("History:Store", "PostgreSql"), ("History:ConnectionString", $"Host=db;Username=u;Password={Canary}-db"),
        ("Alerts:Receivers:0:Name", "hook"), ("Alerts:Receivers:0:Kind", "Webhook"), ("Alerts:Receivers:0:Url", $"https://hooks.example/{Canary}-url"),
        ("Alerts:Receivers:0:Secret", $"{Canary}-0123456789abcdef"), ("Alerts:Receivers:0:Authorization", $"Bearer {Canary}-auth"),
        ("Alerts:Receivers:1:Name", "mail"), ("Alerts:Receivers:1:Kind", "Email"), ("Alerts:Receivers:1:SmtpHost", "mail.example"),
        ("Alerts:Receivers:1:SmtpUser", "dj"), ("Alerts:Receivers:1:SmtpPassword", $"{Canary}-smtp"), ("Alerts:Receivers:1:From", "a@example.org"), ("Alerts:Receivers:1:To:0", "b@example.org"),
        ("Alerts:Receivers:2:Name", "page"), ("Alerts:Receivers:2:Kind", "Command"), ("Alerts:Receivers:2:Program", "page"), ("Alerts:Receivers:2:Arguments:0", $"--key={Canary}-argument"),
    ];

    [Fact]
    public void Lines_OfSettingsWithSecrets_ShowAllButThose()
    {
        var lines = SettingsText.Lines(Read(Station));

        Assert.Contains("LiveGenre:Windowing:Hop = 00:00:02", lines);
        Assert.Contains("LiveGenre:Sources:0:Address = http://***@radio.example/?token=***", lines);
        Assert.Contains("LiveGenre:Alerts:Receivers:2:Arguments:0 = ***", lines);
        Assert.Contains("LiveGenre:Alerts:Receivers:1:To:0 = b@example.org", lines);
        Assert.DoesNotContain(lines, line => line.Contains(Canary, StringComparison.Ordinal));
    }

    [Fact]
    public void Secrets_OfSettings_AreThePartsThatMustStandNowhere()
    {
        var secrets = SettingsText.Secrets(Read(Station));

        // Wherever one of them stands by itself, it must be found: a driver tells of the password, not of the connection string.
        foreach (var secret in Station.Select(s => s.Value[Math.Max(0, s.Value.IndexOf(Canary, StringComparison.Ordinal))..]).Where(v => v.StartsWith(Canary, StringComparison.Ordinal)))
        {
            var alone = secret.Split('@', '&')[0];
            Assert.Contains(secrets, known => known == alone || known.EndsWith(alone, StringComparison.Ordinal));
        }
        Assert.Contains($"{Canary}-db", secrets);
        Assert.Contains($"{Canary}-stream", secrets);
        Assert.Equal(secrets.OrderByDescending(s => s.Length).Select(s => s.Length), secrets.Select(s => s.Length));
    }

    [Theory]
    [InlineData("Serving:PageUrl", "http://dj:c4nary@127.0.0.1:5080/")]
    [InlineData("Telemetry:OtlpEndpoint", "ftp://dj:c4nary@collector/")]
    [InlineData("History:ConnectionString", "Host=db;Passwort=c4nary")]
    [InlineData("History:ConnectionString", "Host=db;Port=c4nary")]
    [InlineData("History:ConnectionString", "Password=c4nary")]
    [InlineData("History:ConnectionString", "c4nary")]
    [InlineData("Alerts:Receivers:0:Url", "hooks.example/c4nary")]
    [InlineData("Alerts:Receivers:0:Secret", "c4nary")]
    [InlineData("Alerts:Receivers:0:Authorization", "c4nary\n")]
    [InlineData("Alerts:Receivers:1:SmtpUser", "")]
    [InlineData("Access:Tokens:0:Hash", "c4nary")]
    public void Read_SecretThatIsWrong_IsNotInTheError(string key, string value)
    {
        var error = Assert.Throws<SettingsException>(() => Read([.. Station, (key, value)]));

        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_PasswordThatIsWrong_IsNotInTheError()
    {
        var file = Path.GetTempFileName();
        try
        {
            var options = Read([.. Station, ("Serving:PageUrl", "https://127.0.0.1:5080"), ("Serving:Certificate:Path", file)]);

            var error = Assert.Throws<SettingsException>(() => ServerCertificate.Load(options, TimeProvider.System));

            Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static LiveGenreOptions Read(IEnumerable<(string Key, string Value)> settings)
    {
        var all = new Dictionary<string, string?>();
        foreach (var (key, value) in settings)
        {
            all[$"LiveGenre:{key}"] = value; // the last counts
        }
        return SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
    }
}
