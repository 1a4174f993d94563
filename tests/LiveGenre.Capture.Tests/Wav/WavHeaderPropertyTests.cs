using FsCheck;
using FsCheck.Fluent;
using LiveGenre.Capture.Raw;
using LiveGenre.Capture.Tests.Support;
using LiveGenre.Capture.Wav;

namespace LiveGenre.Capture.Tests.Wav;

public class WavHeaderPropertyTests
{
    private static readonly byte[][] Seeds =
    [
        new WavBytes().Write(Tone.Sine(440, 0.01, 44_100)),
        new WavBytes { Channels = 2, Encoding = PcmEncoding.F32, Extensible = true }.Write(Tone.Sine(440, 0.01, 44_100, 2)),
        new WavBytes { Container = "RF64", Size64 = 882, DataSize = uint.MaxValue, ChunksBefore = [("LIST", new byte[7])] }.Write(Tone.Sine(440, 0.01, 44_100)),
    ];

    [Fact]
    public void ReadAsync_MutatedHeader_EndsWithAHeaderOrANamedError()
    {
        var mutation = Gen.Choose(0, 110).Zip(Gen.Choose(0, 255));
        var file = Gen.Elements(Seeds).Zip(Gen.ListOf(mutation)).Zip(Gen.Choose(0, 400));
        Prop.ForAll(Arb.From(file), chosen =>
        {
            var ((seed, mutations), cut) = chosen;
            var bytes = seed[..Math.Min(seed.Length, cut)];
            foreach (var (at, value) in mutations.Take(6))
            {
                if (at < bytes.Length)
                {
                    bytes[at] = (byte)value;
                }
            }

            foreach (var canSeek in new[] { true, false })
            {
                Check(bytes, canSeek);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    private static void Check(byte[] bytes, bool canSeek)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using Stream stream = canSeek ? new MemoryStream(bytes) : new OneWayStream(bytes);
        try
        {
            var header = WavHeaderReader.ReadAsync(stream, default).AsTask().GetAwaiter().GetResult();
            Assert.True(header.Format.SampleRateHz > 0 && header.Format.Channels > 0 && header.DataByteCount >= 0);
        }
        catch (WavFormatException flaw)
        {
            Assert.NotEmpty(flaw.Message);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    private sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
