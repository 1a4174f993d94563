using System.IO.Pipes;
using LiveGenre.Capture.Raw;
using LiveGenre.Capture.Tests.Support;

namespace LiveGenre.Capture.Tests.Raw;

public class RawSourceTests
{
    private static readonly AudioSourceAddress Input = new(AudioSourceKind.StandardInput, "-");

    [Theory]
    [InlineData("s16le", 2)]
    [InlineData("s24le", 3)]
    [InlineData("s32le", 4)]
    [InlineData("f32le", 4)]
    public async Task ReadAsync_BytesSplitAnywhere_GivesWholeFrames(string name, int sampleBytes)
    {
        Assert.True(RawFormat.TryParseEncoding(name, out var encoding));
        var written = Tone.Sine(300, 0.2, 8_000, 3);
        var bytes = WavBytes.Encode(encoding, written);
        Assert.Equal(written.Length * sampleBytes, bytes.Length);
        foreach (var split in new[] { 1, 5, 7, 1_000_000 })
        {
            await using var capture = await Source(new DrippingStream([.. bytes, 1], split), new(new(8_000, 3), encoding)).OpenAsync(default);
            var read = await capture.ReadToEndAsync(blockSamples: 10); // three frames and a third
            Assert.Equal(written.Length, read.Length);
            Assert.All(written.Zip(read), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Fact]
    public async Task ReadAsync_NothingComes_IsCancelledAtOnceAndGoesOnLater()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        var blocking = new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle);
        await using var capture = await Source(new SynchronousStream(blocking), new(new(8_000, 1), PcmEncoding.S16)).OpenAsync(default);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await capture.ReadAsync(new float[8], stop.Token));
        pipe.Write([0, 0x40, 0, 0xC0]);
        Assert.Equal(new[] { 0.5f, -0.5f }, await capture.ReadFramesAsync(2));
    }

    [Fact]
    public async Task ReadAsync_CancelledBeforeAllThatWasAskedForCame_GivesWhatCame()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        var blocking = new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle);
        await using var capture = await Source(new SynchronousStream(blocking), new(new(8_000, 1), PcmEncoding.S16)).OpenAsync(default);
        pipe.Write([0, 0x40, 0, 0xC0]);
        await capture.ReadFramesAsync(1); // all of it has come through the pipe
        using var stop = new CancellationTokenSource();
        var block = new float[8];
        var waiting = capture.ReadAsync(block, 8, stop.Token).AsTask();
        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();

        Assert.Equal(new CaptureRead(1, 0), await waiting);
        Assert.Equal(-0.5f, block[0]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await capture.ReadAsync(block, 8, stop.Token));
    }

    [Fact]
    public async Task DisposeAsync_WriterGoesOn_EndsTheThread()
    {
        var capture = await Source(new EndlessStream(), new(new(8_000, 1), PcmEncoding.S16)).OpenAsync(default);
        await capture.ReadFramesAsync(1_000);
        await NativeThreads.AssertCountAsync(1, "livegenre-stdin");
        await capture.DisposeAsync();
        await NativeThreads.AssertCountAsync(0, "livegenre-stdin");
    }

    [Fact]
    public async Task OpenAsync_Twice_SaysThatItIsGone()
    {
        var source = Source(new MemoryStream(new byte[8]), new(new(8_000, 1), PcmEncoding.S16));
        await using var capture = await source.OpenAsync(default);
        var error = await Assert.ThrowsAsync<AudioSourceException>(async () => await source.OpenAsync(default));
        Assert.Contains("cannot be read twice", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s16be")]
    [InlineData("")]
    [InlineData(null)]
    public void TryParseEncoding_UnknownName_IsRefused(string? name) => Assert.False(RawFormat.TryParseEncoding(name, out _));

    private static RawSource Source(Stream stream, RawFormat format) =>
        new(Input, new() { RealTime = false, RawFormat = format }, () => stream);

    /// <summary>Gives so many bytes a read.</summary>
    private sealed class DrippingStream(byte[] bytes, int atATime) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, atATime)]);
    }

    /// <summary>Standard input as it is: reads block and know no cancellation.</summary>
    private sealed class SynchronousStream(Stream inner) : MemoryStream
    {
        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override int Read(Span<byte> buffer) => buffer.Length;
    }
}
