using LiveGenre.Cli.Classification;
using LiveGenre.Core.Decisions;

namespace LiveGenre.Cli.Tests;

public class GenreAnswerTests
{
    private static readonly string[] Labels = ["blues", "jazz", "rock"];

    [Theory]
    [InlineData(Activity.Music, "jazz", 0.5f)]
    [InlineData(Activity.SpeechOverMusic, "jazz", 0.5f)]
    [InlineData(Activity.Speech, "none", 0.9f)]
    [InlineData(Activity.Noise, "none", 0.9f)]
    public void ForWindow_OfAnActivity_KeepsTheGenreWhereThereIsMusic(Activity activity, string label, float confidence)
    {
        Assert.Equal(new GenreAnswer(label, confidence), GenreAnswer.For(Window(activity, 0.3f, 0.5f, 0.2f), Labels, floor: 0.4));
    }

    [Fact]
    public void ForWindow_UnderTheFloor_IsUnknownWithTheLikeliestConfidence()
    {
        Assert.Equal(new GenreAnswer("unknown", 0.5f), GenreAnswer.For(Window(Activity.Music, 0.3f, 0.5f, 0.2f), Labels, floor: 0.51));
    }

    [Fact]
    public void ForFile_MeansOverTheWindowsWithMusicAlone()
    {
        var file = File(
            Window(Activity.Music, 0.4f, 0.6f, 0), Window(Activity.SpeechOverMusic, 0.8f, 0.1f, 0.1f),
            Window(Activity.Speech, 0, 0, 1), Window(Activity.Speech, 0, 0, 1), Window(Activity.Speech, 0, 0, 1));

        var answer = GenreAnswer.For(file, Labels);

        Assert.Equal("blues", answer.Label);
        Assert.Equal(0.6f, answer.Confidence, 1e-6f);
        Assert.Equal(Activity.Speech, file.Activity);
    }

    [Fact]
    public void ForFile_WithoutMusic_IsNone()
    {
        Assert.Equal("none", GenreAnswer.For(File(Window(Activity.Noise, 0, 0, 1)), Labels).Label);
    }

    private static ClassifiedFile File(params ClassifiedWindow[] windows) => new("x.wav", TimeSpan.FromSeconds(10), windows, 0);

    private static ClassifiedWindow Window(Activity activity, params float[] posterior) =>
        new(TimeSpan.Zero, TimeSpan.FromSeconds(4), activity, 0.9f, posterior);
}
