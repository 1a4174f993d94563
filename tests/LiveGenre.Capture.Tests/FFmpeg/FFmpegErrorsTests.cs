using LiveGenre.Capture.FFmpeg;

namespace LiveGenre.Capture.Tests.FFmpeg;

public class FFmpegErrorsTests
{
    private static readonly AudioSourceAddress Stream = new(AudioSourceKind.Stream, "http://h/live");
    private static readonly AudioSourceAddress File = new(AudioSourceKind.File, "a.mp3");

    [Fact]
    public void Ended_DamagedFramesThenCleanEnd_IsTheEnd() => Assert.Null(FFmpegErrors.Ended(
        Stream, ["[mp3float @ 0x1] [error] Header missing", "[error] Error while decoding stream #0:0: Invalid data found when processing input"], 0));

    [Fact]
    public void Ended_ConnectionBroke_IsLostThoughFFmpegCallsItSuccess()
    {
        var lost = FFmpegErrors.Ended(Stream, ["[error] http://h/live: Connection reset by peer"], 0);
        Assert.Equal("'http://h/live' was lost: Connection reset by peer.", lost?.Message);
    }

    [Fact]
    public void Ended_StreamWithoutLengthCloses_IsTheEnd() => Assert.Null(FFmpegErrors.Ended(
        Stream,
        ["[http @ 0x1] [error] Stream ends prematurely at 16971, should be 18446744073709551615", "[error] http://h/live: Input/output error"], 0));

    [Fact]
    public void Ended_FFmpegCrashed_IsLostWithItsCode() => Assert.Equal(139, FFmpegErrors.Ended(File, [], 139)?.NativeCode);

    [Theory]
    [InlineData("Connection to tcp://h:80 failed: Connection refused.", "Connection to tcp://h:80 failed: Connection refused", "http://h/live: Connection refused")]
    [InlineData("Error applying options to the filter; Error configuring filter graph.", "Error applying options to the filter.", "Error configuring filter graph")]
    [InlineData("Connection refused.", "http://h/live: Connection refused")]
    public void CannotOpen_LastLines_SayTheReasonAndTheAddressOnce(string words, params string[] said)
    {
        var error = FFmpegErrors.CannotOpen(Stream, [.. said.Select(line => "[error] " + line)], 1);
        Assert.Equal("'http://h/live' does not answer or refuses: " + words, error.Message);
    }

    [Fact]
    public void CannotOpen_ManyLines_QuotesTheErrorsWithoutAddressesInMemory()
    {
        var error = FFmpegErrors.CannotOpen(File,
            ["[mp3 @ 0x55d0] [warning] low score", "[mp3 @ 0x55d0] [error] Failed to read frame size", "[error] file:a.mp3: Invalid argument", "[warning] x"], 1);
        Assert.Equal("'a.mp3' holds no audio that can be decoded: Failed to read frame size; Invalid argument.", error.Message);
        Assert.Equal((AudioSourceFault.NotAudio, 1), (error.Fault, error.NativeCode));
    }
}
