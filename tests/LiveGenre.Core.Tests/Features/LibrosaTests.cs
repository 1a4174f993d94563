using System.Buffers.Binary;
using System.IO.Compression;
using Xunit.Abstractions;

namespace LiveGenre.Core.Tests.Features;

/// <summary>Compares with spectrograms that librosa itself made of three recordings.</summary>
public sealed class LibrosaTests(ITestOutputHelper output)
{
    private const string Data = "librosa-mel";
    private const int Bands = 128;
    private const int LibrosaFrames = 130; // centred frames of the first 3 s: 1 + ⌊66 150 / 512⌋
    private const int FramesInside = 125; // of which these see neither the start nor the end

    [SharedDataFact(Data)]
    public void Process_Recordings_EqualsLibrosaUpToScaleAndOffset()
    {
        var folder = SharedDataFactAttribute.Find(Data)!;
        using var archive = ZipFile.OpenRead(Path.Combine(folder, "librosa_mel.npz"));
        foreach (var entry in archive.Entries)
        {
            var unpacked = Path.GetTempFileName();
            entry.ExtractToFile(unpacked, overwrite: true);
            var (librosa, shape) = Fixture.ReadNpy(unpacked);
            File.Delete(unpacked);
            Assert.Equal([Bands, LibrosaFrames], shape);

            var audio = ReadWav(Path.Combine(folder, Path.ChangeExtension(entry.Name, ".wav")));
            var frames = FrontEnds.Frames(FrontEnds.Standard, audio, [audio.Length]);

            var residual = FitResidual(frames, librosa);
            output.WriteLine($"{entry.Name}: {residual:E2} dB at most");
            Assert.InRange(residual, 0, 1e-3);
        }
    }

    /// <summary>16-bit mono samples; in these files the data chunk is the last.</summary>
    private static float[] ReadWav(string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        bytes = bytes[(bytes.IndexOf("data"u8) + 8)..];
        var samples = new float[bytes.Length / 2];
        for (var n = 0; n < samples.Length; n++)
        {
            samples[n] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * n)..]) / 32_768f;
        }
        return samples;
    }

    /// <summary>librosa's values are standardised and clipped from below: largest distance in dB from the line that fits them best.</summary>
    private static double FitResidual(float[] ours, float[] librosa)
    {
        var clipped = librosa.Min() + 1e-3f;
        var pairs = new List<(double Ours, double Theirs)>();
        for (var band = 0; band < Bands; band++)
        {
            for (var frame = 0; frame < FramesInside; frame++)
            {
                var theirs = librosa[(band * LibrosaFrames) + frame + 2]; // its frame j is centred on sample 512·j
                if (theirs > clipped)
                {
                    pairs.Add((ours[(frame * Bands) + band], theirs));
                }
            }
        }
        Assert.True(pairs.Count > Bands * FramesInside / 2);
        var (meanOurs, meanTheirs) = (pairs.Average(pair => pair.Ours), pairs.Average(pair => pair.Theirs));
        var slope = pairs.Sum(pair => (pair.Ours - meanOurs) * (pair.Theirs - meanTheirs))
            / pairs.Sum(pair => (pair.Ours - meanOurs) * (pair.Ours - meanOurs));
        return pairs.Max(pair => Math.Abs(((pair.Theirs - meanTheirs) / slope) - (pair.Ours - meanOurs)));
    }
}
