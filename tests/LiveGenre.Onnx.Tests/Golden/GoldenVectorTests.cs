using System.Globalization;
using LiveGenre.Core.Features;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;
using LiveGenre.Onnx.Npy;
using LiveGenre.Onnx.Tests.TestModels;

namespace LiveGenre.Onnx.Tests.Golden;

public class GoldenVectorTests
{
    private const int Rate = 22_050;
    private const int Hop = 512;
    private const int StartSample = 2 * Hop; // the second window, analysisWindow.hopFrames after the first

    [Fact]
    public void Verify_OfVectorsThatHold_MeasuresHowNear()
    {
        using var files = new TestBundle().Write();
        WriteGolden(files);

        var result = Assert.Single(files.Load().Verify());

        Assert.Equal(("tone", 2), (result.Name, result.WindowCount));
        Assert.InRange(result.MelDeviation, 0, 1e-6f);
        Assert.InRange(result.PosteriorDeviation, 0, 1e-6f);
    }

    [Fact]
    public void Verify_WithoutVectors_SaysThatNothingIsShown()
    {
        using var files = new TestBundle().Write();

        Assert.Contains("golden/ holds no golden vectors", VerifyFails(files).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_WhenAPosteriorDiffers_NamesWindowLabelAndBothValues()
    {
        using var files = new TestBundle().Write();
        WriteGolden(files, posteriors: (window, genre, activity) =>
        {
            genre[5] += window == 1 ? 0.061f : 0.059f; // one beyond what is allowed, one within
        });

        var problem = Assert.Single(VerifyFails(files).Problems);

        Assert.Matches(@"^golden tone, window 1: the posterior of genre jazz is 0\.\d{4}, training computed 0\.\d{4}; they may differ by 0\.06\.$", problem);
    }

    [Fact]
    public void Verify_WhenActivityIsInAnotherOrderThanTheManifests_IsRefused()
    {
        using var files = new TestBundle().Write();
        WriteGolden(files, posteriors: (_, _, activity) => activity.Reverse());

        Assert.All(VerifyFails(files).Problems, problem => Assert.Contains("the posterior of activity", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Verify_WhenTheAudioGivesAnotherMel_SaysByHowMuch()
    {
        using var files = new TestBundle().Write();
        WriteGolden(files, wav: samples => samples[(StartSample + 2_100)..].Fill(0.1f)); // from the second window's second frame on

        var problems = VerifyFails(files).Problems;

        Assert.Contains(problems, problem => problem.StartsWith("golden tone, window 1: the mel values differ from training's by up to ", StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.Contains("the mel values differ", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Verify_WithAStartBetweenFrames_NamesTheHop()
    {
        using var files = new TestBundle().Write();
        WriteGolden(files);
        var json = Path.Combine(files.GoldenFolder, "tone.json");
        File.WriteAllText(json, File.ReadAllText(json).Replace($"{StartSample}", "1000", StringComparison.Ordinal));

        Assert.Contains("start_sample is 1000; allowed: multiples of 512", VerifyFails(files).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tone.wav", "text", "golden/tone.wav cannot be used: it is no WAV file.")]
    [InlineData("tone.mel.npy", "text", "golden/tone.mel.npy cannot be used: The .npy file is cut short.")]
    [InlineData("tone.json", "{}", "golden/tone.json cannot be used: ")]
    [InlineData("tone.json", "{\"windows\": []}", "golden/tone.mel.npy is [2, 16, 4]; tone.json and the manifest need [0, 16, 4] and at least one window.")]
    public void Verify_WithAFileThatIsNotReadable_NamesIt(string file, string text, string expected)
    {
        using var files = new TestBundle().Write();
        WriteGolden(files);
        File.WriteAllText(Path.Combine(files.GoldenFolder, file), text);

        Assert.StartsWith(expected, Assert.Single(VerifyFails(files).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tone.wav")]
    [InlineData("tone.mel.npy")]
    public void Verify_WithAMissingFile_NamesIt(string file)
    {
        using var files = new TestBundle().Write();
        WriteGolden(files);
        File.Delete(Path.Combine(files.GoldenFolder, file));

        Assert.StartsWith($"golden/{file} cannot be used: ", Assert.Single(VerifyFails(files).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_WithAWavOfAnotherRate_NamesBoth()
    {
        using var files = new TestBundle().Write();
        WriteGolden(files, rate: 44_100);

        Assert.Contains("it holds 1 channels of 16 bits at 44100 Hz; 1 channel of 16 bits at 22050 Hz is needed", VerifyFails(files).Message, StringComparison.Ordinal);
    }

    private static ModelFormatException VerifyFails(TestBundle files)
    {
        var bundle = files.Load();
        return Assert.Throws<ModelFormatException>(() => bundle.Verify());
    }

    private delegate void ChangePosteriors(int window, Span<float> genre, Span<float> activity);

    private delegate void ChangeSamples(Span<float> samples);

    // Two windows of a rising tone, as training would write them; the test changes what it wants to be wrong.
    private static void WriteGolden(TestBundle files, ChangePosteriors? posteriors = null, ChangeSamples? wav = null, int rate = Rate)
    {
        Directory.CreateDirectory(files.GoldenFolder);
        var samples = new float[2048 + (5 * Hop)]; // 6 frames: windows of 4, 2 apart
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = MathF.Round(MathF.Sin(i * (0.05f + (i * 5e-5f))) * 16_384) / 32_768;
        }

        var bundle = files.Load();
        var mel = Windows(bundle.Manifest, samples);
        wav?.Invoke(samples);
        WriteWav(Path.Combine(files.GoldenFolder, "tone.wav"), samples, rate);
        using (var npy = File.Create(Path.Combine(files.GoldenFolder, "tone.mel.npy")))
        {
            NpyFile.Write(npy, mel, 2, TestBundle.Bands, TestBundle.Frames);
        }

        var (genre, activity) = (new float[22], new float[8]);
        using var classifier = new OnnxGenreClassifier(bundle, new OnnxClassifierOptions());
        classifier.Classify(mel, 2, genre, activity);
        var rows = Enumerable.Range(0, 2).Select(i =>
        {
            // The manifest of the test bundle lists noise first.
            var (genreRow, activityRow) = (genre[(i * 11)..((i + 1) * 11)], new[] { activity[(i * 4) + 3], activity[i * 4], activity[(i * 4) + 1], activity[(i * 4) + 2] });
            posteriors?.Invoke(i, genreRow, activityRow);
            return $$"""{"start_sample": {{i * StartSample}}, "genre": [{{Join(genreRow)}}], "activity": [{{Join(activityRow)}}]}""";
        });
        File.WriteAllText(Path.Combine(files.GoldenFolder, "tone.json"), $$"""{"windows": [{{string.Join(", ", rows)}}]}""");

        static string Join(float[] values) => string.Join(", ", values.Select(value => value.ToString("r", CultureInfo.InvariantCulture)));
    }

    private static float[] Windows(ModelManifest manifest, float[] samples)
    {
        var frames = new MelFrameBuffer(TestBundle.Bands, 6);
        new LogMelFrontEnd(manifest.FrontEnd.ToParameters()).Process(samples, frames);
        var windows = new float[2 * manifest.WindowSize];
        for (var i = 0; i < 2; i++)
        {
            var window = windows.AsSpan(i * manifest.WindowSize, manifest.WindowSize);
            Assert.True(frames.TryReadWindow(2 * i, TestBundle.Frames, window));
            WindowNormalization.Apply(window, 80, 1e-5f);
        }

        return windows;
    }

    private static void WriteWav(string path, float[] samples, int rate)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("RIFF"u8);
        writer.Write(36 + 4 + 8 + (samples.Length * 2));
        writer.Write("WAVE"u8);
        writer.Write("LIST"u8); // a chunk of odd length to pass over, and its padding
        writer.Write(3);
        writer.Write([1, 2, 3, 0]);
        writer.Write("fmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(rate);
        writer.Write(rate * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(samples.Length * 2);
        foreach (var sample in samples)
        {
            writer.Write((short)(sample * 32_768));
        }
    }
}
