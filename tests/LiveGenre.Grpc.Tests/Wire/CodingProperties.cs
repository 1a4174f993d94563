using System.IO.Pipelines;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf.WellKnownTypes;
using LiveGenre.Grpc.Web;
using LiveGenre.Grpc.Wire;

namespace LiveGenre.Grpc.Tests.Wire;

/// <summary>What holds for any text, time, message and split.</summary>
public sealed class CodingProperties
{
    private static readonly Marshaller<StringValue> Strings = Marshallers.Create<StringValue>();

    // From 100 ns to 99 million hours, every power of two equally often.
    private static readonly Gen<long> Ticks =
        from power in Gen.Choose(0, 60)
        from rest in Gen.Choose(0, int.MaxValue)
        select (1L << power) + rest % (1L << power);

    [Fact]
    public void PercentCoding_OfAnyText_IsPrintableAsciiAndReversible()
        => Prop.ForAll<string?>(text =>
        {
            var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? "")); // lone surrogates have no UTF-8
            var encoded = PercentCoding.Encode(wellFormed);
            return encoded.All(c => c is >= ' ' and <= '~') && PercentCoding.Decode(encoded) == wellFormed;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("100 % \u00e4\ud83d\ude08\r\n", "100 %25 %C3%A4%F0%9F%98%88%0D%0A")]
    [InlineData("plain ~", "plain ~")]
    public void PercentCoding_OfAText_IsThatOfTheProtocol(string text, string encoded)
        => Assert.Equal(encoded, PercentCoding.Encode(text));

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz%41", "%zzA")]
    [InlineData("%e4", "\ufffd")]
    [InlineData("gr\u00fcn%20", "gr\u00fcn ")]
    public void PercentDecode_OfBrokenText_KeepsWhatItCan(string text, string decoded)
        => Assert.Equal(decoded, PercentCoding.Decode(text));

    [Fact]
    public void PercentDecode_OfAnyText_NeverThrows()
        => Prop.ForAll<string?>(text => PercentCoding.Decode(text ?? "") is not null).QuickCheckThrowOnFailure();

    [Fact]
    public void TimeoutCoding_OfAnyTime_NeverEndsEarlyAndIsExactToOneUnit()
        => Prop.ForAll(Ticks.ToArbitrary(), ticks =>
        {
            var encoded = TimeoutCoding.Encode(TimeSpan.FromTicks(ticks));
            Assert.Matches("^[0-9]{1,8}[HMSmun]$", encoded);
            Assert.True(TimeoutCoding.TryDecode(encoded, out var decoded));
            Assert.InRange(decoded.Ticks - ticks, 0, Math.Max(10, ticks / 100_000)); // one of at most eight digits' last
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1n", 1)]
    [InlineData("100n", 1)]
    [InlineData("101n", 2)]
    [InlineData("3u", 30)]
    [InlineData("2m", 20_000)]
    [InlineData("00000007S", 70_000_000)]
    [InlineData("1M", 600_000_000)]
    [InlineData("1H", 36_000_000_000)]
    public void TimeoutDecode_OfEachUnit_IsItsTicks(string text, long ticks)
    {
        Assert.True(TimeoutCoding.TryDecode(text, out var timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Theory]
    [InlineData(0, "1n")]
    [InlineData(-5, "1n")]
    [InlineData(1, "1u")]
    [InlineData(10_000_000, "1000000u")]
    [InlineData(36_000_000_000, "3600000m")]
    public void TimeoutEncode_OfTicks_IsTheFinestUnitThatFits(long ticks, string text)
        => Assert.Equal(text, TimeoutCoding.Encode(TimeSpan.FromTicks(ticks)));

    [Fact]
    public void TimeoutDecode_OfAnyText_OnlyTakesTimeouts()
        => Prop.ForAll<string?>(text =>
            TimeoutCoding.TryDecode(text ?? "", out _) == System.Text.RegularExpressions.Regex.IsMatch(text ?? "", "^[0-9]{1,8}[HMSmun]\\z")).QuickCheckThrowOnFailure();

    [Fact]
    public void BinaryMetadata_OfAnyBytes_IsReversibleWithAndWithoutPadding()
        => Prop.ForAll<byte[][]>(values =>
        {
            var sent = new Metadata();
            foreach (var value in values)
            {
                sent.Add("data-bin", value);
            }
            var encoded = MetadataCoding.Fields(sent).Select(field => field.Value).ToList();
            var padded = values.Select(Convert.ToBase64String);
            foreach (var joined in new[] { string.Join(',', encoded), string.Join(" , ", padded) })
            {
                var received = new Metadata();
                MetadataCoding.Append(received, "Data-Bin", joined);
                // A field without any value cannot be told from one with an empty value.
                Assert.Equal(values.Length == 0 ? [[]] : values, received.Select(entry => entry.ValueBytes));
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("Name", "value, with comma", 1)]
    [InlineData("name", "gr\u00fcn", 0)]
    [InlineData("data-bin", "!!!", 0)]
    [InlineData("grpc-future", "value", 0)]
    [InlineData("grpc-status-details-bin", "CAU", 1)]
    public void MetadataAppend_OfAReceivedField_KeepsWhatGrpcAllows(string key, string value, int entries)
    {
        var metadata = new Metadata();
        MetadataCoding.Append(metadata, key, value);
        Assert.Equal(entries, metadata.Count);
    }

    [Fact]
    public void MessageReader_OfAnyMessagesInAnyPieces_ReadsThemBack()
        => Prop.ForAll<string?[], byte[]>((texts, cuts) =>
        {
            using var body = new MemoryStream();
            using var frame = new FrameBuffer();
            foreach (var (text, i) in texts.Select((text, i) => (text, i)))
            {
                frame.Fill(Strings, new StringValue { Value = WellFormed(text) }, compress: i % 2 == 1);
                body.Write(frame.Written.Span);
            }
            var reader = new MessageReader(PipeReader.Create(new PieceStream(body.ToArray(), cuts)), null, gzip: true);
            foreach (var text in texts)
            {
                Assert.Equal(WellFormed(text), Read(reader)?.Value);
            }
            Assert.Null(Read(reader));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void MessageReader_OfAnyBytes_EndsOrThrowsRpcException()
        => Prop.ForAll<byte[], byte[]>((bytes, cuts) =>
        {
            var reader = new MessageReader(PipeReader.Create(new PieceStream(bytes, cuts)), 1_000, gzip: true);
            try
            {
                while (Read(reader) is not null)
                {
                }
            }
            catch (RpcException)
            {
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Base64Decoding_OfAnySegmentsInAnyPieces_IsTheirBytes()
        => Prop.ForAll<byte[][], byte[]>((segments, cuts) =>
        {
            var text = Encoding.ASCII.GetBytes(string.Concat(segments.Select(Convert.ToBase64String)));
            using var decoded = new MemoryStream();
            Assert.True(new Base64DecodingStream(new PieceStream(text, cuts)).CopyToAsync(decoded).IsCompletedSuccessfully);
            Assert.Equal(segments.SelectMany(segment => segment), decoded.ToArray());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void FrameFill_InSteadyState_AllocatesNothing()
    {
        using var frame = new FrameBuffer();
        var message = new StringValue { Value = new string('x', 1_000) };
        Allocations.AssertNone(() => frame.Fill(Strings, message, compress: false));
    }

    private static string WellFormed(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

    private static StringValue? Read(MessageReader reader)
    {
        var read = reader.ReadAsync(Strings, CancellationToken.None).AsTask();
        Assert.True(read.IsCompleted);
        return read.GetAwaiter().GetResult();
    }

    /// <summary>Hands out its bytes in pieces of the given sizes, over and over.</summary>
    private sealed class PieceStream(byte[] bytes, byte[] sizes) : MemoryStream(bytes)
    {
        private int _piece;

        public override int Read(Span<byte> buffer)
        {
            var size = sizes.Length == 0 ? buffer.Length : Math.Max(1, (int)sizes[_piece++ % sizes.Length]);
            return base.Read(buffer[..Math.Min(size, buffer.Length)]);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
