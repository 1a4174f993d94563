using LiveGenre.Capture;
using LiveGenre.Daemon.Configuration;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Daemon.Tests.Configuration;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Read_NothingSet_GivesTheDocumentedDefaults()
    {
        var options = Read();

        Assert.Equal(TimeSpan.FromSeconds(2), options.Windowing.Hop);
        Assert.Equal("http://127.0.0.1:5081", options.Serving.GrpcUrl);
        Assert.Empty(options.Sources);
    }

    [Fact]
    public void Read_Sources_BindsEach()
    {
        var options = Read(
            ("Sources:0:Id", "fm"), ("Sources:0:Address", "pulse:onair.monitor"), ("Sources:0:Channel", "1"),
            ("Sources:1:Id", "web"), ("Sources:1:Address", "https://radio.example/live"));

        Assert.Equal(["fm", "web"], options.Sources.Select(s => s.Id));
        Assert.Equal(1, options.Sources[0].Channel);
    }

    [Theory]
    [InlineData("Windowing:Hopp", "00:00:01", "LiveGenre:Windowing:Hopp is no setting of LiveGenre; did you mean Hop?")]
    [InlineData("Windowing:Hop", "5", "LiveGenre:Windowing:Hop = \"5\" is not allowed; a time (hh:mm:ss, or seconds in --hop) from 00:00:00.25 to the length of the model's window, 3.99 s for livegenre-1.")]
    [InlineData("Windowing:Hop", "soon", "LiveGenre:Windowing:Hop = \"soon\" is not allowed; a time (hh:mm:ss, or seconds in --hop) from 00:00:00.25 to the length of the model's window, 3.99 s for livegenre-1.")]
    [InlineData("Margin", "0.2", "LiveGenre:Margin is no setting of LiveGenre; did you mean LiveGenre:Decisions:Margin?")]
    [InlineData("Sources:1:Address", "demo", "LiveGenre:Sources:1:Id is missing; 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit.", "LiveGenre:Sources:1 is no setting; a list's items are numbered from 0 without gaps.")]
    [InlineData("Windowing", "2", "LiveGenre:Windowing = \"2\" is not allowed; it holds Hop.")]
    [InlineData("Model:Threads", "0", "LiveGenre:Model:Threads = \"0\" is not allowed; a number from 1 to 64.")]
    [InlineData("Model:Threads", "many", "LiveGenre:Model:Threads = \"many\" is not allowed; a number from 1 to 64.")]
    [InlineData("Decisions:Smoothing", "1", "LiveGenre:Decisions:Smoothing = \"1\" is not allowed; one of TrackFilter, ForwardFilter, ExponentialAverage.")]
    [InlineData("Decisions:Margin", "NaN", "LiveGenre:Decisions:Margin = \"NaN\" is not allowed; a number from 0 to 0.9.")]
    [InlineData("Serving:GrpcUrl", "5081", "LiveGenre:Serving:GrpcUrl = \"5081\" is not allowed; http:// or https://, an IP address or localhost, and a port, such as http://127.0.0.1:5081.")]
    [InlineData("Serving:PageUrl", "https://127.0.0.1:5080", "LiveGenre:Serving:PageUrl = \"https://127.0.0.1:5080\" needs a certificate: name its file in LiveGenre:Serving:Certificate:Path, or set LiveGenre:Serving:Certificate:SelfSigned to true to have one made.")]
    [InlineData("Serving:PageUrl", "http://studio:5080", "LiveGenre:Serving:PageUrl = \"http://studio:5080\" is not allowed; http:// or https://, an IP address or localhost, and a port, such as http://127.0.0.1:5080.")]
    [InlineData("Serving:AllowedOrigins:0", "https://radio.example/", "LiveGenre:Serving:AllowedOrigins:0 = \"https://radio.example/\" is not allowed; a scheme, a host and perhaps a port, such as https://radio.example, or *.")]
    [InlineData("Telemetry:OtlpEndpoint", "collector", "LiveGenre:Telemetry:OtlpEndpoint = \"collector\" is not allowed; a URL such as http://127.0.0.1:4317.")]
    [InlineData("Serving:GrpcUrl", "http://127.0.0.1:5080", "LiveGenre:Serving:GrpcUrl = \"http://127.0.0.1:5080\" has the port of PageUrl; each needs its own.")]
    [InlineData("Decisions:SilenceLeaveDbfs", "-70", "LiveGenre:Decisions:SilenceLeaveDbfs = -70 lies below SilenceEnterDbfs (-60); it must be at or above it.")]
    [InlineData("TimeZone", "europe/berlin", "LiveGenre:TimeZone = \"europe/berlin\" is no time zone that this system knows; did you mean Europe/Berlin?")]
    [InlineData("History:Store", "PostgreSql", "LiveGenre:History:ConnectionString names no server; with Store = PostgreSql it must, such as \"Host=db;Database=livegenre;Username=livegenre\".")]
    [InlineData("History:ConnectionString", "Data Source=/srv/h.db;Password=hunter22", "LiveGenre:History:ConnectionString holds a password, and SQLite's files are not encrypted here; remove it, and let the file's permissions guard it.")]
    [InlineData("History:ConnectionString", "Password", "LiveGenre:History:ConnectionString cannot be read: Format of the initialization string does not conform to specification starting at index 0.")]
    [InlineData("Alerts:Rules:0:Name", "desk", "LiveGenre:Alerts:Rules:0:Kind is missing; one of Silence, NoData, Talk, OffFormat, Clipping, ModelFailing, LowConfidence.")]
    [InlineData("History:MaxBytes", "1000", "LiveGenre:History:MaxBytes = \"1000\" is not allowed; a size from 32 MiB to 1 PiB, in bytes or with kB, MB, GB, TB (1000 each) or KiB, MiB, GiB, TiB (1024 each).")]
    [InlineData("Serving:MaxReceiveMessageBytes", "5 GB", "LiveGenre:Serving:MaxReceiveMessageBytes = \"5 GB\" is not allowed; a size from 1 KiB to 64 MiB, in bytes or with kB, MB, GB, TB (1000 each) or KiB, MiB, GiB, TiB (1024 each).")]
    [InlineData("Sources:0", "demo", "LiveGenre:Sources:0 = \"demo\" is not allowed; it holds Id, Name, Address, Channel, Loop, Labels, RawSampleRateHz, RawChannels, RawEncoding, TimeZone, Format.", "LiveGenre:Sources:0:Id is missing; 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit.", "LiveGenre:Sources:0:Address is missing; some text.")]
    public void Read_WrongValue_NamesKeyValueAndWhatIsAllowed(string key, string value, params string[] messages)
    {
        var error = Assert.Throws<SettingsException>(() => Read((key, value)));

        Assert.Equal(messages, error.Errors);
    }

    [Theory]
    [InlineData("2147483648", 2_147_483_648)]
    [InlineData("2GB", 2_000_000_000)]
    [InlineData("2 GiB", 2_147_483_648)]
    [InlineData("512mib", 536_870_912)]
    [InlineData("1.5 TB", 1_500_000_000_000)]
    [InlineData("40000000 B", 40_000_000)]
    public void Read_Size_TakesBothKindsOfUnits(string text, long bytes) => Assert.Equal(bytes, Read(("History:MaxBytes", text)).History.MaxBytes);

    [Theory]
    [InlineData("GiB")]
    [InlineData("2 G")]
    [InlineData("-2 GiB")]
    [InlineData("2 GiBs")]
    [InlineData("99999999999999999999 PB")]
    public void Read_SizeThatIsNone_IsRefused(string text)
        => Assert.StartsWith($"LiveGenre:History:MaxBytes = \"{text}\" is not allowed; a size from 32 MiB to 1 PiB", Assert.Throws<SettingsException>(() => Read(("History:MaxBytes", text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_ValueInPlaceOfAllSettings_IsRefused()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("LiveGenre", "5")]).Build();

        var error = Assert.Single(Assert.Throws<SettingsException>(() => SettingsReader.Read(settings)).Errors);

        Assert.StartsWith("LiveGenre = \"5\" is not allowed; it holds ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralErrors_ReportsAllAtOnce()
    {
        var error = Assert.Throws<SettingsException>(() => Read(
            ("Windowing:Hop", "soon"), ("Model:MaxBatch", "-1"), ("Nonsense", "1"), ("Sources:0:Address", "demo"),
            ("TimeZone", "Mars/Olympus"), ("Sources:0:TimeZone", "europe/berlin")));

        Assert.Equal(6, error.Errors.Count);
        Assert.Contains("LiveGenre:Sources:0:TimeZone = \"europe/berlin\" is no time zone that this system knows; did you mean Europe/Berlin?", error.Errors);
        Assert.Contains(error.Errors, e => e.Contains("LiveGenre:Sources:0:Id is missing", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_MalformedAddresses_AreNamedBesideAllOtherErrors()
    {
        var error = Assert.Throws<SettingsException>(() => Read(
            ("Model:Threads", "0"), ("Sources:0:Id", "a"), ("Sources:0:Address", "pulse:"),
            ("Sources:1:Id", "b"), ("Sources:1:Address", "gopher://dj:hunter22@radio.example/"), ("Sources:2:Id", "c"), ("Sources:2:Address", "demo")));

        Assert.Equal(
            [
                "LiveGenre:Model:Threads = \"0\" is not allowed; a number from 1 to 64.",
                $"LiveGenre:Sources:0:Address = \"pulse:\": it names no device; the default one is 'pulse:@DEFAULT_MONITOR@'. {AudioSourceAddress.Forms}",
                $"LiveGenre:Sources:1:Address = \"gopher://***@radio.example/\": streams over 'gopher' are not supported. {AudioSourceAddress.Forms}",
            ],
            error.Errors);
    }

    [Fact]
    public void Read_ValuesAndRulesBroken_ReportsAllButRulesThatNeedABrokenValue()
    {
        var error = Assert.Throws<SettingsException>(() => Read(
            ("Model:Threads", "0"), ("Serving:GrpcUrl", "http://127.0.0.1:5080"), ("History:Store", "PostgreSql"),
            ("Capture:ReconnectAfter", "soon"), ("Capture:NoDataAfter", "00:00:59"), // longer than the default of ReconnectAfter
            ("Alerts:Receivers:0:Name", "desk!"), ("Alerts:Receivers:0:Kind", "Command"), ("Alerts:Receivers:0:Program", "true"),
            ("Alerts:Rules:0:Kind", "Silence"), ("Alerts:Rules:0:Receivers:0", "desk"),
            ("Format:DayParts:0:Name", "Breakfast"), ("Format:DayParts:0:From", "six"), ("Format:DayParts:0:To", "10:00"),
            ("Format:Targets:0:Label", "rock"), ("Format:Targets:0:Minimum", "0.5"), ("Format:Targets:0:Maximum", "0.2"),
            ("Format:Targets:1:Label", "jazz"), ("Format:Targets:1:Minimum", "0.5"), ("Format:Targets:1:Maximum", "20")));

        Assert.Equal(
            [
                "LiveGenre:Alerts:Receivers:0:Name", "LiveGenre:Capture:ReconnectAfter", "LiveGenre:Format:DayParts:0:From",
                "LiveGenre:Format:Targets:1:Maximum", "LiveGenre:Model:Threads",
                "LiveGenre:Serving:GrpcUrl", "LiveGenre:History:ConnectionString", "LiveGenre:Format:Targets:0:Minimum",
            ],
            error.Errors.Select(e => e.Split(' ')[0]));
    }

    [Fact]
    public void Read_BrokenValue_LeavesItsDefaultAndTellsWhatIsRight()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            [new("LiveGenre:Sources:0:Id", "fm"), new("LiveGenre:Sources:0:Channel", "left"), new("LiveGenre:Sources:0:Address", "demo"), new("LiveGenre:Model:Path", "models/x")]).Build();

        var options = SettingsReader.Read(settings, out var errors);

        Assert.Equal(("fm", null, "models/x"), (options.Sources[0].Id, options.Sources[0].Channel, options.Model.Path));
        Assert.Single(errors.Messages);
        Assert.True(errors.AreRight("LiveGenre:Model", "LiveGenre:Sources:0:Id", "LiveGenre:Sources:1"));
        Assert.False(errors.AreRight("LiveGenre:Sources"));
    }

    [Theory]
    [InlineData("Margin", "did you mean LiveGenre:Decisions:Margin?")]
    [InlineData("Decisions:Margin", "did you mean LiveGenre:Decisions?")]
    [InlineData("LiveGenr:Decisions:Margin", "did you mean LiveGenre?")]
    [InlineData("FirstRetryDelay", "did you mean LiveGenre:Capture:FirstRetryDelay or LiveGenre:Alerts:FirstRetryDelay?")]
    [InlineData("Colour:Of:Sound", "settings begin with LiveGenre:, such as LiveGenre:Decisions:Margin.")]
    public void Read_KeyOutsideOfTheSection_IsRefusedWithWhatWasMeant(string key, string fix)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(key, "0.2"), new("Logging:LogLevel:Default", "Warning")]).Build();

        var error = Assert.Throws<SettingsException>(() => SettingsReader.Read(settings));

        Assert.Equal([$"{key.Split(':')[0]} is no setting; {fix}"], error.Errors);
    }

    [Theory]
    [InlineData("Logging:LogLevel:Default", "Debugg", "one of Trace, Debug, Information, Warning, Error, Critical, None.")]
    [InlineData("Logging:Console:LogLevel:LiveGenre", "loud", "one of Trace, Debug, Information, Warning, Error, Critical, None.")]
    [InlineData("Logging:Console:FormatterName", "xml", "one of livegenre, simple, systemd, json.")]
    public void Read_LoggingThatTheFrameworkWouldFailFor_IsRefused(string key, string value, string fix)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();

        var error = Assert.Throws<SettingsException>(() => SettingsReader.Read(settings));

        Assert.Equal([$"{key} = \"{value}\" is not allowed; {fix}"], error.Errors);
    }

    [Fact]
    public void Read_LoggingAsTheFrameworkKnowsIt_IsTaken() => Assert.NotNull(SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(
        [new("Logging:LogLevel:Default", "debug"), new("Logging:LogLevel:LiveGenre.Daemon", "None"), new("Logging:Console:FormatterName", "json")]).Build()));

    [Fact]
    public void Read_TwoSourcesOfOneId_NamesBoth()
    {
        var error = Assert.Throws<SettingsException>(() => Read(
            ("Sources:0:Id", "fm"), ("Sources:0:Address", "demo"), ("Sources:1:Id", "fm"), ("Sources:1:Address", "demo")));

        Assert.Equal(["LiveGenre:Sources:1:Id = \"fm\" is taken by LiveGenre:Sources:0; each source needs its own."], error.Errors);
    }

    private static LiveGenreOptions Read(params (string Key, string Value)[] settings) => SettingsReader.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => $"LiveGenre:{s.Key}", s => (string?)s.Value))
            .Build());
}
