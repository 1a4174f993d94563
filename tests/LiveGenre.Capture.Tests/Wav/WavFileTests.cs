using System.Diagnostics;
using LiveGenre.Capture.Raw;
using LiveGenre.Capture.Tests.Support;
using LiveGenre.Core.Audio;

namespace LiveGenre.Capture.Tests.Wav;

public sealed class WavFileTests : IDisposable
{
    private static readonly AudioSourceOptions Offline = new() { RealTime = false };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PcmEncoding.U8, 1 / 128f)]
    [InlineData(PcmEncoding.S16, 1 / 32768f)]
    [InlineData(PcmEncoding.S24, 1 / 8388608f)]
    [InlineData(PcmEncoding.S32, 1 / 8388608f)]
    [InlineData(PcmEncoding.F32, 0)]
    [InlineData(PcmEncoding.F64, 0)]
    public async Task OpenAsync_EachEncoding_GivesTheSamples(PcmEncoding encoding, float tolerance)
    {
        foreach (var extensible in new[] { false, true })
        {
            var wav = new WavBytes { Rate = 22_050, Channels = 2, Encoding = encoding, Extensible = extensible };
            var written = Tone.Sine(440, 0.1, 22_050, 2);

            var (format, read) = await ReadAsync(wav.Write(written));

            Assert.Equal(new AudioFormat(22_050, 2), format);
            Assert.Equal(written.Length, read.Length);
            Assert.All(written.Zip(read), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
        }
    }

    [Fact]
    public async Task OpenAsync_FullScale_IsMinusOneToJustBelowOne()
    {
        var bytes = new WavBytes().Write([0, 0]);
        bytes.AsSpan(44, 4).Clear();
        (bytes[45], bytes[46], bytes[47]) = (0x80, 0xFF, 0x7F); // −32768, 32767

        var (_, read) = await ReadAsync(bytes);

        Assert.Equal([-1f, 32767 / 32768f], read);
    }

    [Fact]
    public async Task OpenAsync_FloatsThatAreNoNumbers_PassUnchanged()
    {
        float[] written = [float.NaN, float.PositiveInfinity, -3f, 0.25f];
        var (_, read) = await ReadAsync(new WavBytes { Encoding = PcmEncoding.F32 }.Write(written));
        Assert.Equal(written, read);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(32)]
    public async Task OpenAsync_ManyChannels_KeepsThemInOrder(int channels)
    {
        var frame = Enumerable.Range(0, channels).Select(c => c / 64f).ToArray();
        var wav = new WavBytes { Rate = 48_000, Channels = channels, Extensible = true };

        var (format, read) = await ReadAsync(wav.Write([.. frame, .. frame]));

        Assert.Equal(new AudioFormat(48_000, channels), format);
        Assert.Equal([.. frame, .. frame], read);
    }

    [Fact]
    public async Task OpenAsync_UnknownChunksOfOddLength_AreSkipped()
    {
        var wav = new WavBytes { ChunksBefore = [("LIST", new byte[33]), ("bext", new byte[602]), ("id3 ", [1])], After = [.. "LIST"u8, 4, 0, 0, 0, 1, 2, 3, 4] };
        var written = Tone.Sine(1000, 0.05, 44_100);
        var (_, read) = await ReadAsync(wav.Write(written));
        Assert.Equal(written.Length, read.Length); // and what follows the data chunk is no sound
    }

    [Theory]
    [InlineData("RF64")]
    [InlineData("BW64")]
    public async Task OpenAsync_SixtyFourBitSizes_AreTakenFromTheirChunk(string container)
    {
        var written = Tone.Sine(1000, 0.05, 44_100);
        var wav = new WavBytes
        {
            Container = container,
            RiffSize = uint.MaxValue,
            DataSize = uint.MaxValue,
            Size64 = written.Length * 2,
            After = new byte[1000],
        };
        var (_, read) = await ReadAsync(wav.Write(written));
        Assert.Equal(written.Length, read.Length);
    }

    [Theory]
    [InlineData(uint.MaxValue, uint.MaxValue)] // a pipe's writer
    [InlineData(0u, 0u)]                       // a recorder that was cut off,
    [InlineData(0u, 8u)]                       // one of libsndfile's, such as parecord,
    [InlineData(0u, 36u)]                      // or one that counted its header
    [InlineData(2_000_000_000u, 2_000_000_036u)] // truncated
    public async Task OpenAsync_SizeUnknownOrTooLarge_GivesAllThereIs(uint dataSize, uint riffSize)
    {
        var written = Tone.Sine(1000, 0.05, 44_100);
        var bytes = new WavBytes { DataSize = dataSize, RiffSize = riffSize }.Write(written);
        var (_, read) = await ReadAsync([.. bytes, 0x55]); // half a sample at the end
        Assert.Equal(written.Length, read.Length);
    }

    [Fact]
    public async Task OpenAsync_HalfASecond_IsReadWhole()
    {
        var (_, read) = await ReadAsync(new WavBytes { Rate = 16_000 }.Write(Tone.Sine(440, 0.5, 16_000)));
        Assert.Equal(8_000, read.Length);
    }

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public async Task OpenAsync_BrokenFile_NamesFileAndFlaw(string name, byte[] content, AudioSourceFault fault, string flaw)
    {
        var path = _folder.Write(name, content);
        var error = await Assert.ThrowsAsync<AudioSourceException>(async () => await OpenAsync(path));
        Assert.Equal((fault, path), (error.Fault, error.Address));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(flaw, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], AudioSourceFault, string> BrokenFiles() => new()
    {
        { "empty.wav", [], AudioSourceFault.NotAudio, "is empty" },
        { "text.wav", [.. "Dear listener,\nthis is no sound – not at all.\n"u8], AudioSourceFault.NotAudio, "is a text file" },
        { "silent.wav", new WavBytes().Write([]), AudioSourceFault.NotAudio, "data chunk is empty" },
        { "nofmt.wav", [.. "RIFF\0\0\0\0WAVEdata\x08\0\0\0abcdefgh"u8], AudioSourceFault.NotAudio, "before its fmt chunk" },
        { "cut.wav", new WavBytes().Write([0, 0])[..30], AudioSourceFault.NotAudio, "ends within its header" },
        { "nodata.wav", new WavBytes().Write([0, 0])[..36], AudioSourceFault.NotAudio, "ends before its data chunk" },
        { "block.wav", new WavBytes { BlockAlign = 7 }.Write([0, 0]), AudioSourceFault.NotAudio, "blocks of 7 bytes" },
        { "rate.wav", new WavBytes { Rate = 0 }.Write([0, 0]), AudioSourceFault.NotAudio, "0 Hz" },
        { "slow.wav", new WavBytes { Rate = 4_000 }.Write([0, 0]), AudioSourceFault.UnsupportedFormat, "8000 to 192000 Hz" },
        { "wide.wav", new WavBytes { Channels = 33 }.Write(new float[33]), AudioSourceFault.UnsupportedFormat, "1 to 32 channels" },
    };

    [Fact]
    public async Task OpenAsync_MissingFile_IsNotFoundWithoutStartingAnything()
    {
        var error = await Assert.ThrowsAsync<AudioSourceException>(async () => await OpenAsync(_folder.At("none.mp3"), new() { FFmpegPath = "/nowhere/ffmpeg" }));
        Assert.Equal(AudioSourceFault.NotFound, error.Fault);
        Assert.Contains(_folder.At("none.mp3"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_MistypedPrefix_ListsTheForms()
    {
        var error = await Assert.ThrowsAsync<AudioSourceException>(async () => await OpenAsync("pules:onair.monitor"));
        Assert.Contains(AudioSourceAddress.Forms, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_Directory_IsSaidToBeOne()
    {
        var error = await Assert.ThrowsAsync<AudioSourceException>(async () => await OpenAsync(_folder.Path));
        Assert.Contains("is a directory", error.Message, StringComparison.Ordinal);
    }

    [RequiresFact("mkfifo")]
    public async Task OpenAsync_NamedPipe_IsSaidToBeOne()
    {
        var path = Path.Combine(_folder.Path, "pipe.wav");
        await Process.Start("mkfifo", [path]).WaitForExitAsync();
        var writing = Task.Run(() => File.WriteAllBytes(path, new WavBytes().Write(Tone.Sine(440, 2, 44_100))));

        var error = await Assert.ThrowsAsync<AudioSourceException>(async () => await OpenAsync(path));

        Assert.Equal(AudioSourceFault.NotAudio, error.Fault);
        Assert.Contains("is a pipe", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => writing); // nobody reads
    }

    [Fact]
    public async Task ReadAsync_InSteadyState_AllocatesNothing()
    {
        var path = _folder.Write("long.wav", new WavBytes { Encoding = PcmEncoding.F32 }.Write(Tone.Sine(440, 4, 44_100)));
        await using var capture = await OpenAsync(path);
        var block = new float[441];
        for (var i = 0; i < 20; i++) { await capture.ReadAsync(block, default); }

        // A read from disk goes through the pool, which may allocate now and then; a buffer a read would show as kilobytes.
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < 300; i++) { await capture.ReadAsync(block, default); }
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 300 * 100);
    }

    private static async Task<IAudioCapture> OpenAsync(string path, AudioSourceOptions? options = null) =>
        await AudioSourceFactory.Create(path, options ?? Offline).OpenAsync(default);

    private async Task<(AudioFormat Format, float[] Samples)> ReadAsync(byte[] file)
    {
        await using var capture = await OpenAsync(_folder.Write("test.wav", file));
        return (capture.Format, await capture.ReadToEndAsync());
    }
}
