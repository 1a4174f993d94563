using LiveGenre.Capture.Tests.Support;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Tests.FFmpeg;

public sealed class FFmpegFileTests : IDisposable
{
    private static readonly AudioSourceOptions Offline = new() { RealTime = false };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresFact("ffmpeg")]
    public async Task ReadAsync_EachFormat_GivesTheToneAtItsOwnRateAndChannels()
    {
        foreach (var (muxer, rate, channels, encoding) in new (string, int, int, string[])[]
        {
            ("mp3", 22_050, 1, []),
            ("flac", 96_000, 2, []),
            ("ogg", 44_100, 2, ["-c:a", "libvorbis"]),
            ("opus", 48_000, 2, ["-c:a", "libopus"]),
            ("mp4", 44_100, 2, ["-c:a", "aac"]),
            ("matroska", 48_000, 6, ["-c:a", "flac"]),
            ("wav", 8_000, 1, ["-c:a", "adpcm_ms"]), // in WAV, and not PCM
        })
        {
            var path = _folder.Write("tone." + muxer, FFmpegFiles.Sine(muxer, 1000, rate, channels, 1.5, encoding));

            await using var capture = await OpenAsync(path);
            var samples = Tone.Channel(await capture.ReadToEndAsync(), channels, channel: channels == 6 ? 2 : 0); // 5.1: the centre

            Assert.Equal((muxer, new AudioFormat(rate, channels)), (muxer, capture.Format));
            Assert.InRange(samples.Length, 1.45 * rate, 1.65 * rate);
            Assert.InRange(Tone.Purity(samples.AsSpan(rate / 4, rate), 1000, rate), 0.98, 1.02);
        }
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_OddFileNames_AreNamesAndNeverOptions()
    {
        var content = FFmpegFiles.Sine("mp3", 1000, 44_100, 1, 0.3);
        foreach (var name in new[] { "-version", "a b%20'\"\n.mp3", "http:__x?.mp3", "file:name", "concat:x|y", "$(touch x)" })
        {
            await using var capture = await OpenAsync(_folder.Write(name, content));
            Assert.NotEmpty(await capture.ReadToEndAsync());
        }

        Assert.False(File.Exists(_folder.At("x")));
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_Film_GivesItsSoundOnly()
    {
        var path = _folder.At("film.mp4");
        FFmpegFiles.Run(
            "-f", "lavfi", "-i", "testsrc=d=1:s=64x64:r=5", "-f", "lavfi", "-i", "aevalsrc=0.5*sin(2*PI*500*t):s=44100:d=1", path);
        await using var capture = await OpenAsync(path);
        var samples = await capture.ReadToEndAsync();
        Assert.InRange(Tone.Purity(samples.AsSpan(4_410, 30_000), 500, 44_100), 0.98, 1.02);
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_FilmWithoutSound_IsNotAudio()
    {
        var path = _folder.At("mute.mp4");
        FFmpegFiles.Run("-f", "lavfi", "-i", "testsrc=d=1:s=64x64:r=5", path);
        await AssertRefusedAsync(path, AudioSourceFault.NotAudio, "no audio");
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_Noise_IsNotAudio()
    {
        var noise = new byte[20_000];
        new Random(7).NextBytes(noise);
        await AssertRefusedAsync(_folder.Write("noise.bin", noise), AudioSourceFault.NotAudio, "no audio");
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_TextWithAnAudioName_IsSaidToBeText()
    {
        // ffmpeg by itself takes a .sln for raw sound.
        var text = string.Concat(Enumerable.Repeat("Microsoft Visual Studio Solution File – für alle\n", 300));
        await AssertRefusedAsync(_folder.Write("notes.sln", System.Text.Encoding.UTF8.GetBytes(text)), AudioSourceFault.NotAudio, "is a text file");
    }

    [RequiresFact("ffmpeg")]
    public async Task ReadAsync_TruncatedFile_GivesWhatIsThere()
    {
        var whole = FFmpegFiles.Sine("flac", 1000, 44_100, 1, 2);
        await using var capture = await OpenAsync(_folder.Write("cut.flac", whole[..(whole.Length / 2)]));
        var samples = await capture.ReadToEndAsync();
        Assert.InRange(samples.Length, 0.7 * 44_100, 1.3 * 44_100);
    }

    [RequiresFact("ffmpeg")]
    public async Task ReadAsync_RateAndChannelsChangeWithinTheStream_KeepsPitchAndFormat()
    {
        byte[] both = [.. FFmpegFiles.Sine("adts", 1000, 44_100, 2, 2), .. FFmpegFiles.Sine("adts", 1000, 22_050, 1, 2)];
        await using var capture = await OpenAsync(_folder.Write("both.aac", both));

        var left = Tone.Channel(await capture.ReadToEndAsync(), 2);

        Assert.Equal(new AudioFormat(44_100, 2), capture.Format);
        Assert.InRange(left.Length, 3.9 * 44_100, 4.2 * 44_100);
        Assert.InRange(Tone.Purity(left.AsSpan(22_050, 44_100), 1000, 44_100), 0.97, 1.03);
        Assert.InRange(Tone.Purity(left.AsSpan(left.Length - 66_150, 44_100), 1000, 44_100), 0.97, 1.03);
    }

    [RequiresFact("ffmpeg")]
    public async Task OpenAsync_PlaylistOnDisk_OpensNoAddressOfTheNetwork()
    {
        using var station = HttpStation.Sending(FFmpegFiles.Sine("mp3", 1000, 44_100, 1, 0.3));
        var playlist = $"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{station.Url("live.mp3")}\n#EXT-X-ENDLIST\n";
        await AssertRefusedAsync(_folder.Write("list.m3u8", System.Text.Encoding.ASCII.GetBytes(playlist)), null, "");
        Assert.Equal(0, station.Connections);
    }

    [Fact]
    public async Task OpenAsync_FFmpegIsMissing_SaysHowToInstallIt()
    {
        var path = _folder.Write("a.mp3", [0xFF, 0xFB, 0x90, 0x00, 1, 2, 3, 4]);
        var error = await Assert.ThrowsAsync<AudioSourceException>(() => OpenAsync(path, Offline with { FFmpegPath = "ffmpeg-that-is-not-there" }));
        Assert.Equal(AudioSourceFault.MissingDependency, error.Fault);
        Assert.Contains("install", error.Message, StringComparison.Ordinal);
    }

    private static async Task<IAudioCapture> OpenAsync(string path, AudioSourceOptions? options = null) =>
        await AudioSourceFactory.Create(path, options ?? Offline).OpenAsync(default);

    private static async Task AssertRefusedAsync(string path, AudioSourceFault? fault, string words)
    {
        var error = await Assert.ThrowsAsync<AudioSourceException>(() => OpenAsync(path));
        Assert.Equal(fault ?? error.Fault, error.Fault);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }
}
