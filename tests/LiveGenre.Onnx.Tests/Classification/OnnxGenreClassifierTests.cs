using LiveGenre.Onnx.Classification;
using LiveGenre.Onnx.Tests.TestModels;

namespace LiveGenre.Onnx.Tests.Classification;

public class OnnxGenreClassifierTests
{
    private const int WindowSize = TestBundle.Bands * TestBundle.Frames;

    [Fact]
    public void Classify_OfOneBandThatStandsOut_GivesItsLabelTheCalibratedPosterior()
    {
        using var files = new TestBundle().Write();
        using var classifier = new OnnxGenreClassifier(files.Load(), new OnnxClassifierOptions());
        var (genre, activity) = (new float[11], new float[4]);

        classifier.Classify(Window((5, 3)), 1, genre, activity);

        // One logit is 3, the others 0, the temperature 2: e^1.5 / (e^1.5 + 10).
        Assert.Equal(Math.Exp(1.5) / (Math.Exp(1.5) + 10), genre[5], 1e-6);
        Assert.Equal(1 / (Math.Exp(1.5) + 10), genre[0], 1e-6);
        Assert.Equal([0.25f, 0.25f, 0.25f, 0.25f], activity);
    }

    [Fact]
    public void Classify_WithActivityLabelsInAnotherOrder_AnswersInTheFixedOne()
    {
        using var files = new TestBundle().Write(); // columns: noise, music, speech, speech-over-music
        using var classifier = new OnnxGenreClassifier(files.Load(), new OnnxClassifierOptions());
        var (genre, activity) = (new float[11], new float[4]);

        classifier.Classify(Window((0, 0.1f), (1, 0.2f), (2, 0.3f), (3, 0.4f)), 1, genre, activity);

        double[] exponentials = [Math.Exp(0.4), Math.Exp(0.6), Math.Exp(0.8), Math.Exp(0.2)]; // music, speech, both, noise over 0.5
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(exponentials[i] / exponentials.Sum(), activity[i], 1e-6);
        }
    }

    [Fact]
    public void Classify_OfABatch_AnswersAsForEachWindowAlone()
    {
        using var files = new TestBundle().Write();
        using var classifier = new OnnxGenreClassifier(files.Load(), new OnnxClassifierOptions { MaxBatch = 7, Threads = 2 });
        var random = new Random(3);
        for (var count = 1; count <= 7; count++)
        {
            var windows = Enumerable.Range(0, count * WindowSize).Select(_ => random.NextSingle()).ToArray();
            var (genre, activity) = (new float[count * 11], new float[count * 4]);
            classifier.Classify(windows, count, genre, activity);
            for (var i = 0; i < count; i++)
            {
                var (genreAlone, activityAlone) = (new float[11], new float[4]);
                classifier.Classify(windows.AsSpan(i * WindowSize, WindowSize), 1, genreAlone, activityAlone);
                Assert.Equal(genreAlone, genre[(i * 11)..((i + 1) * 11)]);
                Assert.Equal(activityAlone, activity[(i * 4)..((i + 1) * 4)]);
            }
        }
    }

    [Fact]
    public void Classify_OfAModelThatTellsRecordingsApart_GivesItsSoundAsItIs()
    {
        using var files = TestBundle.WithSound().Write();
        using var classifier = new OnnxGenreClassifier(files.Load(), new OnnxClassifierOptions());
        var sound = new float[6];
        var windows = Window((1, 0.5f)).Concat(Window((2, -4))).ToArray();

        classifier.Classify(windows, 2, new float[22], new float[8], sound);

        Assert.Equal([1, 1.5f, 1, 1, 1, -3], sound);
        Assert.Equal(3, classifier.Manifest.SoundSize);
        Assert.Equal("sound", Assert.Throws<ArgumentException>(() => classifier.Classify(windows, 2, new float[22], new float[8], new float[5])).ParamName);
    }

    [Fact]
    public void Classify_OfAModelThatDoesNot_HasNoRoomForSound()
    {
        using var files = new TestBundle().Write();
        using var classifier = new OnnxGenreClassifier(files.Load(), new OnnxClassifierOptions());

        Assert.Equal(0, classifier.Manifest.SoundSize);
        Assert.Throws<ArgumentException>(() => classifier.Classify(Window((1, 1)), 1, new float[11], new float[4], new float[1]));
    }

    [Fact]
    public void Classify_InSteadyState_AllocatesNothing()
    {
        using var files = new TestBundle().Write();
        using var classifier = new OnnxGenreClassifier(files.Load(), new OnnxClassifierOptions());
        var (windows, genre, activity) = (new float[32 * WindowSize], new float[32 * 11], new float[32 * 4]);
        Allocations.AssertNone(() =>
        {
            classifier.Classify(windows, 32, genre, activity);
            classifier.Classify(windows.AsSpan(0, WindowSize), 1, genre.AsSpan(0, 11), activity.AsSpan(0, 4));
        }, steps: 50);
    }

    [Fact]
    public void Classify_WhenTheModelFails_NamesModelOutputAndWindow()
    {
        using var files = new TestBundle(new TestModel { FailsBelowMinusTen = true }).Write();
        using var classifier = new OnnxGenreClassifier(files.Load(), new OnnxClassifierOptions());
        var windows = new float[3 * WindowSize];
        windows.AsSpan(2 * WindowSize, WindowSize).Fill(-11);

        var exception = Assert.Throws<ModelOutputException>(() => classifier.Classify(windows, 3, new float[33], new float[12]));

        Assert.Equal(("test-model", "genre", 2), (exception.ModelId, exception.Output, exception.Window));
        Assert.Contains("Model test-model is broken: its output genre is not finite for window 2", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Classify_OfAWindowThatIsNotFinite_BlamesTheWindowAndGivesNoPosterior(float value)
    {
        using var files = new TestBundle().Write();
        using var classifier = new OnnxGenreClassifier(files.Load(), new OnnxClassifierOptions());
        var windows = new float[2 * WindowSize];
        windows[WindowSize + 3] = value;
        var genre = new float[22];

        var exception = Assert.Throws<ArgumentException>(() => classifier.Classify(windows, 2, genre, new float[8]));

        Assert.Contains("Window 1 holds a value that is not finite", exception.Message, StringComparison.Ordinal);
        Assert.All(genre, posterior => Assert.Equal(0, posterior));
    }

    [Theory]
    [InlineData(WindowSize - 1, 1, 11, 4, "windows")]
    [InlineData(WindowSize, 1, 10, 4, "genre")]
    [InlineData(WindowSize, 1, 11, 5, "activity")]
    [InlineData(0, 0, 0, 0, "count")]
    [InlineData(3 * WindowSize, 3, 33, 12, "count")]
    public void Classify_WithALengthThatDoesNotFit_NamesIt(int windows, int count, int genre, int activity, string expected)
    {
        using var files = new TestBundle().Write();
        using var classifier = new OnnxGenreClassifier(files.Load(), new OnnxClassifierOptions { MaxBatch = 2 });

        var exception = Assert.ThrowsAny<ArgumentException>(
            () => classifier.Classify(new float[windows], count, new float[genre], new float[activity]));

        Assert.Equal(expected, exception.ParamName);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(65, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1025)]
    public void Constructor_WithAnOptionOutOfItsRange_Throws(int threads, int maxBatch)
    {
        using var files = new TestBundle().Write();
        var bundle = files.Load();

        Assert.Throws<ArgumentOutOfRangeException>(
            () => new OnnxGenreClassifier(bundle, new OnnxClassifierOptions { Threads = threads, MaxBatch = maxBatch }));
    }

    [Fact]
    public void Constructor_AfterTheFileChanged_RunsWhatWasChecked()
    {
        using var files = new TestBundle().Write();
        var bundle = files.Load();
        File.WriteAllText(bundle.ModelPath, "replaced");
        using var classifier = new OnnxGenreClassifier(bundle, new OnnxClassifierOptions());
        var genre = new float[11];

        classifier.Classify(Window((5, 3)), 1, genre, new float[4]);

        Assert.Equal(5, Array.IndexOf(genre, genre.Max()));
    }

    // The value in every frame of a band, 0 in the other bands.
    private static float[] Window(params (int Band, float Value)[] bands)
    {
        var window = new float[WindowSize];
        foreach (var (band, value) in bands)
        {
            window.AsSpan(band * TestBundle.Frames, TestBundle.Frames).Fill(value);
        }

        return window;
    }
}
