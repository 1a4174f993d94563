using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Health.V1;
using LiveGenre.Fuzz.Tests.Engine;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Server;
using LiveGenre.Grpc.Web;
using LiveGenre.Grpc.Wire;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Fuzz.Tests.Targets;

/// <summary>What clients send: frames, compressed ones, Base64, header fields, messages.</summary>
internal static class WireTargets
{
    private const int MaxMessageSize = 16 * 1024;

    private static readonly Marshaller<StringValue> Strings = Marshallers.Create<StringValue>();

    /// <summary>Every message of the contract.</summary>
    public static IReadOnlyList<MessageDescriptor> Messages { get; } =
    [
        .. new[] { LivegenreReflection.Descriptor, HistoryReflection.Descriptor, AlertsReflection.Descriptor, AdminReflection.Descriptor, HealthReflection.Descriptor }
            .SelectMany(file => file.MessageTypes).OrderBy(message => message.FullName, StringComparer.Ordinal),
    ];

    public static FuzzTarget Frames { get; } = new("frames", 120, FrameSeeds(),
        [[0, 0, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0xff, 0xff, 0xff, 0xff], [1, 0, 0, 0x40, 0], [0x80, 0, 0, 0, 0], [0x1f, 0x8b, 8]], ReadFrames);

    public static FuzzTarget WebText { get; } = new("web-text", 80,
        [.. FrameSeeds().Select(frame => System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(frame))), "QUJD"u8.ToArray(), "QQ==QUI=QUJD"u8.ToArray()],
        Bytes.Of("=", "==", "====", "AAAA", "AA==", "\n", " ", "-_", "+/"), ReadWebText);

    public static FuzzTarget Fields { get; } = new("fields", 90,
        Bytes.Of("15S", "99999999H", "1n", "a%20b%", "%F0%9F%8E%B5", "CAU,QUJD,,", "application/grpc-web-text+proto; charset=utf-8", "identity,gzip , x", "value"),
        [.. Bytes.OddTexts, .. Bytes.Of("n", "u", "m", "S", "M", "H", "application/grpc", "+proto", "gzip", "%")], ReadFields);

    public static FuzzTarget Protobuf { get; } = new("protobuf", 120, [.. Messages.SelectMany((message, index) => new[] { Sample(index, 0), Sample(index, 2) })],
        [.. Bytes.OddTexts, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], [0x0b], [0x0c], [0xfa, 0xff, 0xff, 0xff, 0x0f], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80]],
        ParseMessage);

    /// <summary>A message of which every field is set: which one in the first byte, then itself.</summary>
    public static byte[] Sample(int index, int depth) => [(byte)index, .. Filled(Messages[index], depth).ToByteArray()];

    private static byte[][] FrameSeeds()
    {
        using var frame = new FrameBuffer();
        frame.Fill(Strings, new StringValue { Value = "fm" }, compress: false);
        var plain = frame.Written.ToArray();
        frame.Fill(Strings, new StringValue { Value = new string('x', 3_000) }, compress: true);
        var compressed = frame.Written.ToArray();
        frame.Fill(Strings, new StringValue { Value = new string('\0', 40_000_000) }, compress: true);
        var bomb = frame.Written.ToArray();
        return [plain, compressed, bomb, [.. plain, .. compressed, .. plain], [0, 0, 0, 0, 0], [.. plain, 0, 0]];
    }

    private static bool ReadFrames(byte[] input)
    {
        var body = new Pipe();
        for (int at = 0, step = 1 + input.Length % 97; at < input.Length; at += step)
        {
            body.Writer.Write(input.AsSpan(at, Math.Min(step, input.Length - at)));
        }
        body.Writer.Complete();
        var reader = new MessageReader(body.Reader, MaxMessageSize, gzip: input.Length % 5 != 0);
        try
        {
            while (reader.ReadAsync(Strings, default).AsTask().GetAwaiter().GetResult() is { } message)
            {
                FuzzException.Require(message.Value.Length <= MaxMessageSize, "A message is larger than allowed.");
            }
            return true;
        }
        catch (RpcException refused)
        {
            FuzzException.Require(refused.StatusCode is StatusCode.Internal or StatusCode.ResourceExhausted, $"Refused with {refused.StatusCode}.");
            return false;
        }
        finally
        {
            reader.Complete();
        }
    }

    private static bool ReadWebText(byte[] input)
    {
        using var stream = new Base64DecodingStream(new MemoryStream(input));
        var buffer = new byte[3 + input.Length % 50];
        try
        {
            var total = 0;
            for (int read; (read = stream.ReadAsync(buffer.AsMemory(), default).AsTask().GetAwaiter().GetResult()) > 0;)
            {
                total += read;
            }
            FuzzException.Require(total <= input.Length, "More bytes came out than went in.");
            return true;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.Internal)
        {
            return false;
        }
    }

    private static bool ReadFields(byte[] input)
    {
        var text = Bytes.Text(input);
        var taken = WireFormats.TryParse(text, out _);
        if (TimeoutCoding.TryDecode(text, out var timeout))
        {
            FuzzException.Require(timeout >= TimeSpan.Zero && TimeoutCoding.TryDecode(TimeoutCoding.Encode(timeout), out _), "A timeout cannot be sent on.");
            taken = true;
        }
        PercentCoding.Decode(text);
        FuzzException.Require(PercentCoding.Decode(PercentCoding.Encode(text)) == text, "A status message does not come back.");
        FuzzException.Require(StatusFields.Of(new(new(StatusCode.Unknown, text), [])).All(field => field.Value.Length <= 7_000 && field.Value.All(c => c is >= ' ' and <= '~')), "A field is none of HTTP's.");
        var metadata = new Metadata();
        MetadataCoding.Append(metadata, "data-bin", text);
        MetadataCoding.Append(metadata, "Name", text);
        FuzzException.Require(MetadataCoding.Fields(metadata).All(field => field.Value.All(c => c is >= ' ' and <= '~')), "Metadata that were received cannot be sent.");
        GrpcHeaderNames.HoldsGzip(text);
        return taken || metadata.Count > 0;
    }

    private static bool ParseMessage(byte[] input)
    {
        if (input.Length == 0)
        {
            return false;
        }
        var descriptor = Messages[input[0] % Messages.Count];
        var marshaller = new Marshaller<IMessage>((each, output) => each.WriteTo(output), descriptor.Parser.ParseFrom);
        var frame = new byte[FrameHeader.Size + input.Length - 1];
        new FrameHeader(0, (uint)input.Length - 1).Write(frame);
        input.AsSpan(1).CopyTo(frame.AsSpan(FrameHeader.Size));
        var reader = new MessageReader(PipeReader.Create(new ReadOnlySequence<byte>(frame)), null, gzip: false);
        IMessage message;
        try
        {
            message = reader.ReadAsync(marshaller, default).AsTask().GetAwaiter().GetResult()!;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.Internal)
        {
            return false;
        }
        var again = descriptor.Parser.ParseFrom(message.ToByteArray());
        // Not-a-number is not equal to itself, so that the bytes are compared.
        FuzzException.Require(again.ToByteString().Equals(message.ToByteString()), $"{descriptor.Name} does not come back.");
        return true;
    }

    private static IMessage Filled(MessageDescriptor descriptor, int depth)
    {
        var message = descriptor.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in descriptor.Fields.InFieldNumberOrder())
        {
            if (field.IsMap || (field.FieldType == FieldType.Message && depth == 0))
            {
                continue;
            }
            object value = field.FieldType switch
            {
                FieldType.Message => Filled(field.MessageType, depth - 1),
                FieldType.String => "fm",
                FieldType.Bytes => ByteString.CopyFrom(1, 2, 3, 4),
                FieldType.Bool => true,
                FieldType.Enum => 1,
                FieldType.Float => 0.5f,
                FieldType.Double => 0.5,
                FieldType.UInt32 or FieldType.Fixed32 => 7u,
                FieldType.UInt64 or FieldType.Fixed64 => 7ul,
                FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => 7L,
                _ => 7,
            };
            if (field.IsRepeated)
            {
                ((System.Collections.IList)field.Accessor.GetValue(message)).Add(value);
            }
            else
            {
                field.Accessor.SetValue(message, value);
            }
        }
        return message;
    }
}
