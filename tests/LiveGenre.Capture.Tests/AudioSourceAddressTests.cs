namespace LiveGenre.Capture.Tests;

public class AudioSourceAddressTests
{
    [Theory]
    [InlineData("pulse:onair.monitor", AudioSourceKind.Pulse, "onair.monitor")]
    [InlineData("PULSE:@DEFAULT_MONITOR@", AudioSourceKind.Pulse, "@DEFAULT_MONITOR@")]
    [InlineData("portaudio:ALSA: USB Audio (hw:1,0)", AudioSourceKind.PortAudio, "ALSA: USB Audio (hw:1,0)")]
    [InlineData("http://radio.example/live", AudioSourceKind.Stream, "http://radio.example/live")]
    [InlineData("icecast://radio.example:8000/live.ogg", AudioSourceKind.Stream, "icecast://radio.example:8000/live.ogg")]
    [InlineData("srt://10.0.0.1:9000?mode=caller", AudioSourceKind.Stream, "srt://10.0.0.1:9000?mode=caller")]
    [InlineData("music/track.mp3", AudioSourceKind.File, "music/track.mp3")]
    [InlineData(@"C:\music\track.wav", AudioSourceKind.File, @"C:\music\track.wav")]
    [InlineData("-odd-name.wav", AudioSourceKind.File, "-odd-name.wav")]
    [InlineData("file:///srv/a%20b.wav", AudioSourceKind.File, "/srv/a b.wav")]
    [InlineData("-", AudioSourceKind.StandardInput, "-")]
    public void TryParse_EachForm_IsTakenApart(string source, AudioSourceKind kind, string target)
    {
        Assert.True(AudioSourceAddress.TryParse(source, out var address, out var error), error);
        Assert.Equal(new AudioSourceAddress(kind, target), address);
    }

    [Theory]
    [InlineData("www.example.com/live.mp3", true)]
    [InlineData("www.example.com", true)]
    [InlineData("radio.example:8000", true)]
    [InlineData("10.0.0.7:8000/live?token=opensesame", true)]
    [InlineData("localhost:8000/live", true)]
    [InlineData("radio.example", false)] // a file's name has a dot too
    [InlineData("show.flac", false)]
    [InlineData("music/track.mp3", false)]
    [InlineData("../show.d/track.mp3", false)]
    [InlineData("pules:onair.monitor", false)]
    [InlineData(@"C:\music\track.wav", false)]
    public void SchemeHint_OfAPath_NamesTheUrlsWhereItMayBeOne(string path, bool mayBeUrl)
    {
        var hint = AudioSourceAddress.SchemeHint(path);

        Assert.Equal(mayBeUrl ? $"if it is a URL, it lacks its scheme: https://{path} or http://{path}".Replace("opensesame", "***", StringComparison.Ordinal) : "", hint);
    }

    [Theory]
    [InlineData(null, "it is empty")]
    [InlineData("  ", "it is empty")]
    [InlineData("pulse:", "names no device")]
    [InlineData("portaudio: ", "names no device")]
    [InlineData("gopher://host/x", "over 'gopher'")]
    [InlineData("concat://a|b", "over 'concat'")]
    [InlineData("http:///nohost", "names no host")]
    [InlineData("http://host/a\r\nX-Injected: 1", "names no host")]
    public void Create_MalformedSource_SaysWhatAndListsTheForms(string? source, string what)
    {
        Assert.False(AudioSourceAddress.TryParse(source, out _, out var error));
        Assert.Contains(what, error, StringComparison.Ordinal);
        var thrown = Assert.Throws<ArgumentException>(() => AudioSourceFactory.Create(source ?? "", new()));
        Assert.StartsWith("SOURCE '", thrown.Message, StringComparison.Ordinal);
        Assert.Contains($"{error} {AudioSourceAddress.Forms}", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_MalformedSourceWithAPassword_DoesNotShowIt()
    {
        var thrown = Assert.Throws<ArgumentException>(() => AudioSourceFactory.Create("gopher://u:pw@host/x", new()));
        Assert.Contains("gopher://", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pw", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_StandardInputWithoutFormat_SaysWhichOptionsAreMissing()
    {
        var thrown = Assert.Throws<ArgumentException>(() => AudioSourceFactory.Create("-", new()));
        Assert.Contains("--rate 44100 --channels 2 --format s16le", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pulse:onair.monitor", true, true)]
    [InlineData("pulse:@DEFAULT_MONITOR@", true, true)]
    [InlineData("pulse:alsa_input.usb", true, false)]
    [InlineData("portaudio:Windows WASAPI: Speakers (Realtek) [Loopback]", true, true)]
    [InlineData("portaudio:Microphone", true, false)]
    [InlineData("http://radio.example/live", true, false)]
    [InlineData("a.wav", false, false)]
    public void Create_EachKind_KnowsWhetherItIsLiveAndSilentWhenIdle(string source, bool isLive, bool isSilentWhenIdle)
    {
        var created = AudioSourceFactory.Create(source, new());
        Assert.Equal((source, isLive, isSilentWhenIdle), (created.Address, created.IsLive, created.IsSilentWhenIdle));
    }
}
