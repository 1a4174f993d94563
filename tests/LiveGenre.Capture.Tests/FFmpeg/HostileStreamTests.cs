using System.Net;
using System.Net.Sockets;
using System.Text;
using LiveGenre.Capture.FFmpeg;
using LiveGenre.Capture.Tests.Support;

namespace LiveGenre.Capture.Tests.FFmpeg;

/// <summary>Stations that answer with what should make ffmpeg open something else than them.</summary>
public class HostileStreamTests
{
    private static readonly AudioSourceOptions Options = new() { RealTime = false, OpenTimeout = TimeSpan.FromSeconds(20) };

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_PlaylistOfTheStationsOwnSegments_Plays()
    {
        var sound = FFmpegFiles.Sine("mpegts", 1000, 44_100, 1, 4, "-c:a", "mp2");
        using var station = Playlist(_ => Hls("segment.ts"), sound);

        await using var capture = await OpenAsync(station.Url("live.m3u8"));

        Assert.Equal(44_100, (await capture.ReadFramesAsync(44_100)).Length); // so that the others do not fail for another reason
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_PlaylistThatNamesAFileOfThisMachine_ReadsNothingOfIt()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("secret.ts", FFmpegFiles.Sine("mpegts", 1000, 44_100, 1, 4, "-c:a", "mp2"));
        foreach (var segment in new[]
        {
            $"file://{file}", $"file:{file}", file, $"concat:{file}", $"concat:file://{file}|{file}", $"subfile,,start,0,end,0,,:{file}", $"async:file:{file}",
            $"cache:{file}", $"crypto:file:{file}", $"tee:{file}", "pipe:0", $"md5:{file}", $"http+file://{file}", "%2Fetc%2Fpasswd",
        })
        {
            using var station = Playlist(_ => Hls(segment), []);
            await NeverPlaysAsync(station.Url("live.m3u8"), segment);
        }
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_OtherFormsOfPlaylist_ReadNoFile()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("secret.ts", FFmpegFiles.Sine("mpegts", 1000, 44_100, 1, 4, "-c:a", "mp2"));
        foreach (var (name, body) in new[]
        {
            ("map.m3u8", Hls("segment.ts", $"#EXT-X-MAP:URI=\"file://{file}\"\n")),
            ("key.m3u8", Hls("segment.ts", $"#EXT-X-KEY:METHOD=AES-128,URI=\"file://{file}\"\n")),
            ("master.m3u8", $"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nfile://{file}\n"),
            ("media.m3u8", $"#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"a\",URI=\"file://{file}\"\n#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO=\"a\"\nx.m3u8\n"),
            ("list.ffconcat", $"ffconcat version 1.0\nfile '{file}'\n"),
            ("list.ffconcat", $"ffconcat version 1.0\nfile 'file://{file}'\n"),
            ("list.ffconcat", $"ffconcat version 1.0\nfile '../..{file}'\noption protocol_whitelist file,http,tcp\n"),
            ("live.mpd", $"<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" mediaPresentationDuration=\"PT4S\"><Period><AdaptationSet mimeType=\"audio/mp4\"><Representation id=\"1\" bandwidth=\"1\"><BaseURL>file://{file}</BaseURL></Representation></AdaptationSet></Period></MPD>"),
            ("live.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n"),
        })
        {
            using var station = Playlist(_ => body, []);
            await NeverPlaysAsync(station.Url(name), name + "\n" + body);
        }
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_RedirectToAnotherProtocol_IsNotFollowed()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("secret.mp3", FFmpegFiles.Sine("mp3", 1000, 44_100, 1, 4));
        foreach (var target in new[] { $"file://{file}", $"file:{file}", $"concat:{file}", $"subfile,,start,0,end,0,,:{file}" })
        {
            using var station = new HttpStation(async (_, stream, stop) =>
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.0 302 Found\r\nLocation: {target}\r\n\r\n"), stop));
            await NeverPlaysAsync(station.Url(), target);
        }
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_PlaylistThatNamesARawSocket_IsNotConnected()
    {
        using var mail = new TcpListener(IPAddress.Loopback, 0);
        mail.Start();
        var port = ((IPEndPoint)mail.LocalEndpoint).Port;
        foreach (var segment in new[] { $"tcp://127.0.0.1:{port}", $"tls://127.0.0.1:{port}", $"gopher://127.0.0.1:{port}/_HELO", $"unix:{port}" })
        {
            using var station = Playlist(_ => Hls(segment), []);
            await NeverPlaysAsync(station.Url("live.m3u8"), segment);
        }

        Assert.False(mail.Pending());
    }

    [Fact]
    public async Task OpenAsync_NameThatStandsForAForbiddenAddress_IsRefusedBeforeAnythingConnects()
    {
        using var station = HttpStation.Sending([]);
        var source = AudioSourceFactory.Create($"http://localhost:{station.Port}/live", Options with { StreamReach = StreamReach.Public });

        var error = await Assert.ThrowsAsync<AudioSourceException>(async () => await source.OpenAsync(default));

        Assert.Equal(AudioSourceFault.Unreachable, error.Fault);
        Assert.Contains("StreamReach = Public does not allow", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, station.Connections);
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_HostWithinReach_Plays()
    {
        using var station = HttpStation.Sending(FFmpegFiles.Sine("mp3", 1000, 44_100, 1, 1));
        await using var capture = await OpenAsync($"http://localhost:{station.Port}/live", Options with { StreamReach = StreamReach.Private });
        Assert.Equal(44_100, capture.Format.SampleRateHz);
    }

    [Theory]
    [InlineData("93.184.216.34", StreamReach.Public)]
    [InlineData("2606:2800:220:1::1", StreamReach.Public)]
    [InlineData("10.1.2.3", StreamReach.Private)]
    [InlineData("172.31.0.1", StreamReach.Private)]
    [InlineData("192.168.178.1", StreamReach.Private)]
    [InlineData("100.64.0.1", StreamReach.Private)]
    [InlineData("127.0.0.1", StreamReach.Private)]
    [InlineData("0.0.0.0", StreamReach.Private)]
    [InlineData("239.1.2.3", StreamReach.Private)]
    [InlineData("::1", StreamReach.Private)]
    [InlineData("::", StreamReach.Private)]
    [InlineData("fd12:3456::1", StreamReach.Private)]
    [InlineData("ff15::1", StreamReach.Private)]
    [InlineData("::ffff:10.0.0.1", StreamReach.Private)]
    [InlineData("2002:a00:1::", StreamReach.Private)]
    [InlineData("64:ff9b::c0a8:101", StreamReach.Private)]
    [InlineData("169.254.169.254", StreamReach.Any)]
    [InlineData("::ffff:169.254.169.254", StreamReach.Any)]
    [InlineData("::169.254.169.254", StreamReach.Any)]
    [InlineData("64:ff9b::a9fe:a9fe", StreamReach.Any)]
    [InlineData("2002:a9fe:a9fe::", StreamReach.Any)]
    [InlineData("fe80::1", StreamReach.Any)]
    [InlineData("fd00:ec2::254", StreamReach.Any)]
    [InlineData("100.100.100.200", StreamReach.Any)]
    public void Covers_EachSortOfAddress_NeedsItsReach(string address, StreamReach needed)
    {
        foreach (var reach in Enum.GetValues<StreamReach>())
        {
            Assert.Equal((reach, reach >= needed), (reach, reach.Covers(IPAddress.Parse(address))));
        }
    }

    [Theory]
    [InlineData("http://radio.example/live", "radio.example")]
    [InlineData("http://u:p@s@radio.example:8000?x", "radio.example")]
    [InlineData("https://[2001:db8::1]:8443/live", "2001:db8::1")]
    [InlineData("http://radio.example#@10.0.0.1/", "radio.example")]
    [InlineData("udp://@:9000", "")]
    [InlineData("srt://:9000?mode=listener", "")]
    public void TryParse_WhatFFmpegWouldConnectTo_IsTheHost(string url, string host)
    {
        Assert.True(StreamUrl.TryParse(url, out var parsed));
        Assert.Equal(host, parsed.Host);
    }

    private static string Hls(string segment, string tags = "") =>
        $"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:4\n{tags}#EXTINF:4,\n{segment}\n#EXT-X-ENDLIST\n";

    private static HttpStation Playlist(Func<string, string> playlist, byte[] segment) => new((request, stream, stop) =>
    {
        var path = request.Split(' ')[1];
        return path.Contains("segment", StringComparison.Ordinal)
            ? HttpStation.SendAsync(stream, segment, "video/mp2t", stop)
            : HttpStation.SendAsync(stream, Encoding.ASCII.GetBytes(playlist(path)), "application/octet-stream", stop);
    });

    private static async Task NeverPlaysAsync(string url, string what)
    {
        try
        {
            await using var capture = await OpenAsync(url);
            Assert.True((await capture.ReadToEndAsync()).Length == 0, what);
        }
        catch (AudioSourceException)
        {
            // As it should.
        }
    }

    private static async Task<IAudioCapture> OpenAsync(string url, AudioSourceOptions? options = null) =>
        await AudioSourceFactory.Create(url, options ?? Options).OpenAsync(default);
}
