using System.Runtime.InteropServices;
using System.Text.Json;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>Seconds of music from the shipped model's golden vectors: what the model makes of it is known from its training.</summary>
internal static class KnownMusic
{
    public const int SampleRateHz = 44_100;

    private static readonly string Folder = RepositoryFolder.Of("models", "livegenre-1");

    /// <summary>As a file.</summary>
    public static string WavFile { get; } = Path.Combine(Folder, "golden", "drums.wav");

    /// <summary>The genre that the model gave the highest mean probability in training.</summary>
    public static string Label { get; } = ReadLabel();

    /// <summary>Again and again for so long, one channel at <see cref="SampleRateHz"/>.</summary>
    public static float[] Samples(TimeSpan duration)
    {
        using var folder = new TemporaryFolder();
        FFmpegFiles.Run([.. Loop(duration), "-ac", "1", "-ar", $"{SampleRateHz}", "-f", "f32le", folder.At("music")]);
        return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(folder.At("music"))).ToArray();
    }

    /// <summary>Again and again for so long, as a broadcaster sends it: MP3 of <see cref="Mp3BytesPerSecond"/>, without any tags.</summary>
    public static byte[] Mp3(TimeSpan duration, int sampleRateHz, int channels = 2)
    {
        using var folder = new TemporaryFolder();
        FFmpegFiles.Run([.. Loop(duration), "-ac", $"{channels}", "-ar", $"{sampleRateHz}", "-b:a", "128k", "-write_xing", "0", "-id3v2_version", "0", "-f", "mp3", folder.At("music")]);
        return File.ReadAllBytes(folder.At("music"));
    }

    /// <summary>128 kbit/s.</summary>
    public const int Mp3BytesPerSecond = 128_000 / 8;

    private static string[] Loop(TimeSpan duration) => ["-stream_loop", "-1", "-i", WavFile, "-t", FormattableString.Invariant($"{duration.TotalSeconds}")];

    private static string ReadLabel()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(WavFile, ".json")));
        var windows = golden.RootElement.GetProperty("windows").EnumerateArray()
            .Select(window => window.GetProperty("genre").EnumerateArray().Select(p => p.GetDouble()).ToArray())
            .ToList();
        var labels = ModelBundle.Load(Folder).Manifest.GenreHead.Labels;
        return labels[Enumerable.Range(0, labels.Count).MaxBy(label => windows.Average(w => w[label]))];
    }
}
