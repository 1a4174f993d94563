using LiveGenre.Cli.StreamEvaluation;
using LiveGenre.Core.Decisions;
using LiveGenre.Core.Evaluation;

namespace LiveGenre.Cli.Tests.StreamEvaluation;

public class ProgrammeTests
{
    private const int SampleRateHz = 1_000;

    [Fact]
    public void Parse_EveryKindOfItem_SaysTheSameAgain()
    {
        string[] lines = ["# evening", "play jazz", "play \"jazz/blue train.flac\" 90 fade 3.5 talk 8 # slowly", "", "talk 20", "pause 5", "play rock fade 2"];

        var items = ProgrammeScript.Parse("evening.txt", lines);

        Assert.Equal(
            ["play jazz", "play \"jazz/blue train.flac\" 90 fade 3.5 talk 8", "talk 20", "pause 5", "play rock fade 2"], items.Select(item => item.ToString()));
        Assert.Equal(new(ProgrammeItemKind.Play, "jazz/blue train.flac", TimeSpan.FromSeconds(90)) { Fade = TimeSpan.FromSeconds(3.5), TalkOver = TimeSpan.FromSeconds(8) }, items[1]);
    }

    [Theory]
    [InlineData("sing 3", "evening.txt, line 2: 'sing' is no item")]
    [InlineData("talk", "evening.txt, line 2: a time is missing (seconds, above 0)")]
    [InlineData("pause -1", "evening.txt, line 2: '-1' is no time (seconds, above 0)")]
    [InlineData("talk 3 talk 4", "evening.txt, line 2: 'talk' is not understood here")]
    [InlineData("play", "evening.txt, line 2: play what?")]
    public void Parse_WrongLine_NamesIt(string line, string message)
    {
        var error = Assert.Throws<CommandFailedException>(() => ProgrammeScript.Parse("evening.txt", ["play jazz", line]));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_NothingButRemarks_Fails() =>
        Assert.Contains("holds no item", Assert.Throws<CommandFailedException>(() => ProgrammeScript.Parse("empty.txt", ["# nothing"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Generate_OneSeed_PlaysEachTrackOnceAndIsTheSameAgain()
    {
        string[] tracks = [.. Enumerable.Range(0, 40).Select(at => $"jazz/{at}.flac")];

        var programme = ProgrammeGenerator.Create(tracks, hasSpeech: true, 40, length: null, seed: 3);

        Assert.Equal(tracks.Order(), programme.Where(item => item.Kind == ProgrammeItemKind.Play).Select(item => item.Target).Order());
        Assert.Equal(programme, ProgrammeGenerator.Create(tracks, hasSpeech: true, 40, length: null, seed: 3));
        Assert.NotEqual(programme, ProgrammeGenerator.Create(tracks, hasSpeech: true, 40, length: null, seed: 4));
        Assert.Contains(programme, item => item.Kind == ProgrammeItemKind.Talk);
        Assert.Contains(programme, item => item.Kind == ProgrammeItemKind.Pause);
        Assert.Contains(programme, item => item.TalkOver > TimeSpan.Zero);
        Assert.All(programme, item => Assert.InRange(item.Fade.TotalSeconds, 0, 4));
    }

    [Fact]
    public void Generate_WithoutSpeech_ChangesNothingElse()
    {
        string[] tracks = [.. Enumerable.Range(0, 40).Select(at => $"jazz/{at}.flac")];

        var silent = ProgrammeGenerator.Create(tracks, hasSpeech: false, 40, TimeSpan.FromSeconds(90), seed: 3);

        Assert.DoesNotContain(silent, item => item.Kind == ProgrammeItemKind.Talk || item.TalkOver > TimeSpan.Zero);
        Assert.All(silent.Where(item => item.Kind == ProgrammeItemKind.Play), item => Assert.Equal(90, item.Length!.Value.TotalSeconds));
        Assert.Equal(
            ProgrammeGenerator.Create(tracks, hasSpeech: true, 40, null, seed: 3).Where(i => i.Kind == ProgrammeItemKind.Play).Select(i => i.Target),
            silent.Where(i => i.Kind == ProgrammeItemKind.Play).Select(i => i.Target));
    }

    [Fact]
    public void Mix_CrossFade_ChangesTheTruthInItsMiddleAndKeepsThePower()
    {
        var mixer = new ProgrammeMixer(SampleRateHz);
        var noise = new Random(1);
        float[] Noise() => [.. Enumerable.Range(0, 30_000).Select(_ => (float)((noise.NextDouble() * 2) - 1))];

        List<float> all = [];
        all.AddRange(mixer.Add(Play(0, 30, fade: 0), Noise(), []).Span);
        all.AddRange(mixer.Add(Play(1, 30, fade: 4), Noise(), []).Span);
        all.AddRange(mixer.Flush().Span);

        Assert.Equal(56_000, all.Count);
        Assert.Equal(TimeSpan.FromSeconds(56), mixer.Duration);
        Assert.Equal([Span(0, 28, 0), Span(28, 56, 1)], mixer.Genres);
        Assert.Equal(0.1, Rms(all, 1_000, 20_000), 0.005); // every recording at -20 dBFS
        Assert.Equal(0.1, Rms(all, 26_000, 4_000), 0.01);
    }

    [Fact]
    public void Mix_VoiceOverAShortTrack_RepeatsTheTrackAndNotesTheVoice()
    {
        var mixer = new ProgrammeMixer(SampleRateHz);
        float[] tone = [.. Enumerable.Range(0, 5_000).Select(at => (float)Math.Sin(at * 0.5))];

        mixer.Add(new(new(ProgrammeItemKind.Pause, "", TimeSpan.FromSeconds(3)), GenreLabel.None, null, null), [], []);
        mixer.Add(Play(2, 12, fade: 0) with { Item = new(ProgrammeItemKind.Play, "x", TimeSpan.FromSeconds(12)) { TalkOver = TimeSpan.FromSeconds(4) }, Voice = "voice.wav" }, tone, tone);
        var music = mixer.Flush().ToArray();

        Assert.Equal(1, mixer.RepeatedCount);
        Assert.Equal(12_000, music.Length);
        Assert.Equal([Span(0, 3, GenreLabel.None), Span(3, 15, 2)], mixer.Genres);
        Assert.Equal([Span(0, 3, (int)Activity.Silence), Span(3, 7, (int)Activity.SpeechOverMusic), Span(7, 15, (int)Activity.Music)], mixer.Activities);
        Assert.Equal(0.1 * (1 + Math.Pow(10, -8 / 20.0)), Rms([.. music], 500, 3_000), 0.01); // the same tone twice, music 8 dB below
        Assert.Equal(0.1, Rms([.. music], 6_000, 5_000), 0.01);
    }

    private static PlannedItem Play(int label, double seconds, double fade) =>
        new(new(ProgrammeItemKind.Play, "x", TimeSpan.FromSeconds(seconds)) { Fade = TimeSpan.FromSeconds(fade) }, label, "x.wav", null);

    private static LabelledSpan Span(double start, double end, int label) => new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end), label);

    private static double Rms(List<float> samples, int start, int count) => Math.Sqrt(samples.GetRange(start, count).Average(sample => (double)sample * sample));
}
