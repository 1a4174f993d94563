using LiveGenre.Cli.Features;
using LiveGenre.Cli.Tests.Support;
using LiveGenre.Core.Features;
using LiveGenre.Onnx.Npy;

namespace LiveGenre.Cli.Tests;

public class FeaturesTests
{
    private const int Bands = 128;
    private const int WindowFrames = 172;

    [Theory]
    [InlineData("chords")]
    [InlineData("sweep")]
    public async Task Features_OfGoldenAudio_NormaliseToTheMelOfTraining(string name)
    {
        using var scratch = new Scratch();
        File.Copy(ShippedModel.Golden(name + ".wav"), scratch[$"audio/deep/{name}.wav"]);

        var outcome = await Livegenre.RunAsync("features", scratch["audio"], scratch["mel"]);

        Assert.Equal(0, outcome.ExitCode);
        var features = Read(scratch[$"mel/deep/{name}.npy"]);
        var samples = (new FileInfo(ShippedModel.Golden(name + ".wav")).Length - 44) / sizeof(short);
        var frames = (int)((samples - 2_048) / 512) + 1;
        Assert.Equal([Bands, frames], features.Shape);
        var window = new float[Bands * WindowFrames];
        for (var band = 0; band < Bands; band++)
        {
            features.Values.AsSpan(band * frames, WindowFrames).CopyTo(window.AsSpan(band * WindowFrames));
        }
        WindowNormalization.Apply(window, 80, 1e-5f);
        var golden = Read(ShippedModel.Golden(name + ".mel.npy")).Values;
        Assert.All(Enumerable.Range(0, window.Length), i => Assert.Equal(golden[i], window[i], 1e-3f));
    }

    [Fact]
    public async Task Features_SecondTime_WritesOnlyWhatIsNewUnlessForced()
    {
        using var scratch = new Scratch();
        var old = Wav.Write(scratch["audio/old.wav"], 2, Wav.Chord);
        await Livegenre.RunAsync("features", scratch["audio"], scratch["mel"]);
        Wav.Write(scratch["audio/new.wav"], 2, Wav.Chord);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-1));

        var second = await Livegenre.RunAsync("features", scratch["audio"], scratch["mel"]);
        var forced = await Livegenre.RunAsync("features", scratch["audio"], scratch["mel"], "--force");

        Assert.StartsWith("1 written (0:02 of audio), 1 up to date, 0 failed.", second.Output, StringComparison.Ordinal);
        Assert.StartsWith("2 written (0:04 of audio), 0 up to date, 0 failed.", forced.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Features_WithBrokenFile_NamesItAndWritesTheOthers()
    {
        using var scratch = new Scratch();
        Wav.Write(scratch["audio/good.wav"], 2, Wav.Chord);
        Wav.Write(scratch["audio/click.wav"], 0.05, Wav.Chord);
        File.WriteAllText(scratch["audio/bad.flac"], "no sound");

        var outcome = await Livegenre.RunAsync("features", scratch["audio"], scratch["mel"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("bad.flac", outcome.Errors[0], StringComparison.Ordinal);
        Assert.Contains("click.wav' is too short: 0.05 s; one frame takes 0.09 s", outcome.Errors[1], StringComparison.Ordinal);
        Assert.Equal(["good.npy"], Directory.EnumerateFiles(scratch["mel"]).Select(Path.GetFileName));
    }

    [Fact]
    public void Plan_TwoFilesForOneName_NamesBothAndWritesNeither()
    {
        var planned = FeatureFile.Plan("in", ["in/a/x.wav", "in/a/x.mp3", "in/b/x.mp3"], "out", out var errors);

        Assert.Equal([new FeatureFile("in/b/x.mp3", "out/b/x.npy")], planned);
        Assert.Equal("'in/a/x.wav' and 'in/a/x.mp3' would both be written to 'out/a/x.npy'; rename one of them.", Assert.Single(errors));
    }

    private static NpyArray Read(string path)
    {
        using var stream = File.OpenRead(path);
        return NpyFile.Read(stream);
    }
}
