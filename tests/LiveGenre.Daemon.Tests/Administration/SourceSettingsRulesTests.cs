using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Grpc;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Administration;

public sealed class SourceSettingsRulesTests
{
    private static readonly ModelManifest Manifest = ModelBundle.Load(ModelFolder.Find("models/livegenre-1")).Manifest;

    [Theory]
    [InlineData("pulse:onair.monitor")]
    [InlineData("portaudio:USB Audio")]
    [InlineData("https://user:secret@radio.example/live.mp3?token=abc")]
    [InlineData("rtsp://camera.example/1")]
    [InlineData("demo")]
    public void Read_DeviceOrStream_IsTaken(string address) =>
        Assert.Equal(address, SourceSettingsRules.Read(Settings(address), allowFiles: false).Address);

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("FILE:///etc/passwd")]
    [InlineData("show.flac")]
    [InlineData("concat:/etc/passwd|/etc/shadow")]
    [InlineData("subfile,,start,0,end,9,,:/etc/passwd")]
    [InlineData("-")]
    [InlineData("-i")]
    [InlineData("")]
    [InlineData("gopher://radio.example/")]
    [InlineData("https://radio.example/live -f lavfi")]
    [InlineData("pipe:0")]
    [InlineData("lavfi:sine")]
    [InlineData("tcp://127.0.0.1:25")]
    [InlineData("unix:///run/secrets.sock")]
    [InlineData("data://text/plain,x")]
    [InlineData("concat+http://radio.example/")]
    [InlineData("http://radio.example:80:90/")]
    [InlineData("http://[fe80::1%eth0]/")]
    [InlineData("http://radio.example/\r\nX-Injected: 1")]
    public void Read_WhatCouldReachTheMachineItself_IsRefused(string address)
    {
        var error = Assert.Throws<RpcException>(() => SourceSettingsRules.Read(Settings(address), allowFiles: false));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.StartsWith("The address '", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AddressOfNoKnownKind_NamesWhatCanBeAddedAndNothingElse()
    {
        var error = Assert.Throws<RpcException>(() => SourceSettingsRules.Read(Settings("htp://radio.example/live"), allowFiles: false));

        Assert.StartsWith("The address 'htp://radio.example/live' is not valid: streams over 'htp' are not supported. An address is a device", error.Status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("standard input", error.Status.Detail, StringComparison.Ordinal);
        Assert.Contains(error.Trailers, entry => entry.Key == "grpc-status-details-bin"); // where programs find the field
    }

    [Fact]
    public void Read_AddressThatIsTooLong_IsShortenedInTheMessage()
    {
        // All of it is a password: what may be shown is shorter than what a message would keep.
        var error = Assert.Throws<RpcException>(() => SourceSettingsRules.Read(Settings($"http://{new string('x', 3_000)}@h/"), allowFiles: false));

        Assert.StartsWith("The address 'http://***@h/' is not valid: at most 2048 characters", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UrlWithoutItsScheme_IsToldTheUrl()
    {
        var error = Assert.Throws<RpcException>(() => SourceSettingsRules.Read(Settings("www.example.com/live.mp3"), allowFiles: false));

        Assert.StartsWith(
            "The address 'www.example.com/live.mp3' is not valid: if it is a URL, it lacks its scheme: https://www.example.com/live.mp3 or http://www.example.com/live.mp3.",
            error.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("../../../dev/zero")]
    [InlineData("Europe/../../../../dev/zero")]
    public async Task Read_ZoneThatNamesAFile_DoesNotOpenIt(string zone)
    {
        var read = Task.Run(() => SourceSettingsRules.Read(new(Settings("demo")) { TimeZone = zone }, allowFiles: false));

        var error = await Assert.ThrowsAsync<RpcException>(() => read.WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.StartsWith("The time zone '", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FileWhereTheOwnerAllowsIt_IsTakenAndStandardInputNever()
    {
        Assert.Equal("/srv/show.flac", SourceSettingsRules.Read(Settings("/srv/show.flac"), allowFiles: true).Address);
        Assert.Throws<RpcException>(() => SourceSettingsRules.Read(Settings("-"), allowFiles: true));
    }

    [Fact]
    public void Read_AddressWithAPassword_IsNotInTheMessage()
    {
        var error = Assert.Throws<RpcException>(() => SourceSettingsRules.Read(Settings("gopher://user:hunter22@radio.example/"), allowFiles: false));

        Assert.DoesNotContain("hunter22", error.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The id '' is not valid")]
    [InlineData("../fm", "The id '../fm' is not valid")]
    public void Read_IdThatIsNone_IsNamed(string id, string message)
    {
        var error = Assert.Throws<RpcException>(() => SourceSettingsRules.Read(new() { SourceId = id, Address = "demo" }, allowFiles: false));

        Assert.StartsWith(message, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ZoneOrChannelThatIsNone_IsNamed()
    {
        var zone = Assert.Throws<RpcException>(() => SourceSettingsRules.Read(new(Settings("demo")) { TimeZone = "Mars/Olympus" }, allowFiles: false));
        var channel = Assert.Throws<RpcException>(() => SourceSettingsRules.Read(new(Settings("demo")) { Channel = 32 }, allowFiles: false));

        Assert.StartsWith("The time zone 'Mars/Olympus' is not valid", zone.Status.Detail, StringComparison.Ordinal);
        Assert.StartsWith("The channel '32' is not valid", channel.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckFormat_NamesAndTargetsThatFit_AreTaken() => SourceSettingsRules.CheckFormat(
        Saved(new() { Label = "Urban", Share = 0.6 }, new() { Activity = FormatActivity.Talk, Maximum = 0.15, DayPart = "Morning" }), new(), Manifest);

    [Theory]
    [InlineData("hiphop", 0.6, "", "settings:Targets:0:Label = \"hiphop\" is no genre of model")] // it is called Urban here
    [InlineData("rock", 60.0, "", "settings:Targets:0:Share = \"60\" is not allowed; a number from 0 to 1.")]
    [InlineData("rock", 0.6, "Brunch", "settings:Targets:0:DayPart = \"Brunch\" is no day part")]
    public void CheckFormat_TargetThatDoesNotFit_IsNamed(string label, double share, string dayPart, string message)
    {
        var error = Assert.Throws<RpcException>(() => SourceSettingsRules.CheckFormat(
            Saved(new FormatTargetOptions { Label = label, Share = share, DayPart = dayPart }), new(), Manifest));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains(message, error.Status.Detail, StringComparison.Ordinal);
    }

    private static SavedSource Saved(params FormatTargetOptions[] targets) =>
        new("web", "", "demo", null, false, "", new Dictionary<string, string> { ["hiphop"] = "Urban" }, targets);

    private static SourceSettings Settings(string address) => new() { SourceId = "web", Address = address };
}
