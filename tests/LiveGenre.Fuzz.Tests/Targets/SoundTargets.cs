using System.Buffers.Binary;
using LiveGenre.Capture;
using LiveGenre.Capture.Raw;
using LiveGenre.Capture.Wav;
using LiveGenre.Core.Audio;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Daemon.Serving;
using LiveGenre.Fuzz.Tests.Engine;
using LiveGenre.Onnx.Classification;

namespace LiveGenre.Fuzz.Tests.Targets;

/// <summary>What carries sound: WAV headers, PCM in any pieces, samples that are no numbers.</summary>
internal static class SoundTargets
{
    private static readonly byte[][] Chunks = Bytes.Of("RIFF", "RF64", "BW64", "WAVE", "fmt ", "data", "ds64", "LIST", "fact", "\u0001\0", "\u0003\0");

    public static FuzzTarget Wav { get; } = new("wav", 120,
        [WavFile(1, 16, 2), WavFile(1, 16, 1), WavFile(1, 8, 1), WavFile(1, 24, 6), WavFile(3, 32, 1), WavFile(3, 64, 2), WavFile(0xFFFE, 16, 2), WavFile(7, 8, 1), WavFile(1, 16, 2, "RF64")],
        Chunks, input => ReadWav(new MemoryStream(input)) | ReadWav(new OneWay(input)));

    public static FuzzTarget Pcm { get; } = new("pcm", 90, [Pattern(64), Pattern(1_000), [.. Enumerable.Repeat((byte)0xff, 100)]], [[0, 0, 0xc0, 0x7f], [0, 0, 0x80, 0xff]], SplitAnywhere);

    /// <summary>Sound through the daemon's whole path, with the real model.</summary>
    public static FuzzTarget Analysis(IGenreClassifier classifier) => new("analysis", 1,
        [Pattern(40), Pattern(4_000), [0, 0, 0, 0, .. Enumerable.Repeat<byte[]>([0, 0, 0xc0, 0x7f], 10).SelectMany(b => b)]],
        [[0, 0, 0xc0, 0x7f], [0, 0, 0x80, 0x7f], [0, 0, 0x80, 0xff], [0xff, 0xff, 0x7f, 0x7f], [1, 0, 0, 0]], input => Analyse(classifier, input));

    private static bool ReadWav(Stream stream)
    {
        try
        {
            var header = WavHeaderReader.ReadAsync(stream, default).AsTask().GetAwaiter().GetResult();
            if (header.Encoding is not { } encoding || !header.Format.IsSupported)
            {
                return false;
            }
            var capture = new PcmCapture(stream, "fuzz.wav", header.Format, encoding, header.DataByteCount);
            var samples = new float[256 * header.Format.Channels];
            long total = 0;
            for (CaptureRead read; (read = capture.ReadAsync(samples, default).AsTask().GetAwaiter().GetResult()).SampleCount > 0;)
            {
                FuzzException.Require(read.SampleCount % header.Format.Channels == 0, "A read ends within a frame.");
                total += read.SampleCount;
            }
            FuzzException.Require(total * PcmDecoder.BytesPerSample(encoding) <= Math.Min(header.DataByteCount, 65_536), "More samples came out than went in.");
            return true;
        }
        catch (WavFormatException)
        {
            return false;
        }
    }

    /// <summary>However PCM is cut, the same samples come out.</summary>
    private static bool SplitAnywhere(byte[] input)
    {
        if (input.Length < 3)
        {
            return false;
        }
        var encoding = (PcmEncoding)(input[0] % 6);
        var channels = 1 + input[1] % 8;
        var bytes = input.AsSpan(3);
        var frames = bytes.Length / (PcmDecoder.BytesPerSample(encoding) * channels);
        var whole = new float[frames * channels];
        PcmDecoder.Decode(encoding, bytes, whole);
        var pieces = new List<float>();
        var split = new SplitPcm(encoding, channels);
        for (int at = 0, step = 1 + input[2] % 61; at < bytes.Length; at += step)
        {
            pieces.AddRange(split.Decode(bytes[at..Math.Min(at + step, bytes.Length)]));
        }
        FuzzException.Require(whole.Select(BitConverter.SingleToInt32Bits).SequenceEqual(pieces.Select(BitConverter.SingleToInt32Bits)), "The pieces are not the whole.");
        FuzzException.Require(split.RemainderBytes == bytes.Length - frames * PcmDecoder.BytesPerSample(encoding) * channels, "The rest is not what is left over.");
        return true;
    }

    private static bool Analyse(IGenreClassifier classifier, byte[] input)
    {
        if (input.Length < 8)
        {
            return false;
        }
        var format = new AudioFormat(AudioFormat.MinSampleRateHz + BinaryPrimitives.ReadUInt16LittleEndian(input) * 2, 1 + input[2] % 4);
        var samples = new float[(int)(1.1 * format.SampleRateHz) * format.Channels];
        var values = (input.Length - 4) / sizeof(float);
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadSingleLittleEndian(input.AsSpan(4 + i % values * sizeof(float)));
        }
        var analyzer = new AudioAnalyzer(classifier, new LiveGenreOptions(), format);
        analyzer.Push(samples, Check);
        analyzer.Complete(Check);
        return analyzer.WindowCount > 0;

        static void Check(AnalysisWindow window, Core.Decisions.DecisionSegment? closed)
        {
            FuzzException.Require(!float.IsNaN(window.Level.RmsDbfs) && !float.IsNaN(window.Level.PeakDbfs), "A level is no number.");
            FuzzException.Require(float.IsFinite(window.Decision.Confidence), "A confidence is not finite.");
            if (!window.IsSilent)
            {
                FuzzException.Require(window.Posterior.Concat(window.SmoothedPosterior).Concat(window.ActivityPosterior).All(p => p is >= 0 and <= 1), "A posterior is none.");
            }
        }
    }

    private static byte[] WavFile(int tag, int bits, int channels, string container = "RIFF")
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        var data = Pattern(bits / 8 * channels * 50);
        writer.Write(System.Text.Encoding.ASCII.GetBytes(container));
        writer.Write(container == "RF64" ? uint.MaxValue : 0u);
        writer.Write("WAVE"u8);
        if (container == "RF64")
        {
            writer.Write("ds64"u8);
            writer.Write(28);
            writer.Write(0L);
            writer.Write((long)data.Length);
            writer.Write(new byte[12]);
        }
        writer.Write("fmt "u8);
        writer.Write(tag == 0xFFFE ? 40 : 16);
        writer.Write((ushort)tag);
        writer.Write((ushort)channels);
        writer.Write(44_100);
        writer.Write(44_100 * channels * bits / 8);
        writer.Write((ushort)(channels * bits / 8));
        writer.Write((ushort)bits);
        if (tag == 0xFFFE)
        {
            writer.Write((ushort)22);
            writer.Write((ushort)bits);
            writer.Write(3);
            writer.Write((byte[])[1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]);
        }
        writer.Write("LIST"u8);
        writer.Write(3);
        writer.Write(new byte[4]); // padded
        writer.Write("data"u8);
        writer.Write(container == "RF64" ? uint.MaxValue : (uint)data.Length);
        writer.Write(data);
        return file.ToArray();
    }

    private static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 37 + i / 7))];

    /// <summary>A pipe: it cannot seek, and gives a few bytes at a time.</summary>
    private sealed class OneWay(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 7)], cancellationToken);
    }
}
