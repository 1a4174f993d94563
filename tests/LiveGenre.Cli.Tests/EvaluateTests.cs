using System.Text.Json;
using System.Xml.Linq;
using LiveGenre.Cli.Tests.Support;

namespace LiveGenre.Cli.Tests;

public class EvaluateTests
{
    private static readonly string[] Labels =
        ["blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock", "electronic"];

    [Fact]
    public async Task Json_OfLabelledFolders_AgreesWithClassify()
    {
        using var scratch = new Scratch();
        Wav.Write(scratch["set/jazz/chord.wav"], 10, Wav.Chord);
        Wav.Write(scratch["set/Rock/chord.wav"], 10, Wav.Chord); // whatever it is, it is not both

        var evaluated = await Livegenre.RunAsync("evaluate", scratch["set"], "--format", "json");
        var classified = await Livegenre.RunAsync("classify", scratch["set/jazz/chord.wav"], "--format", "json");

        var json = evaluated.Json;
        Assert.Equal(0, evaluated.ExitCode);
        Assert.Equal(
            ["tracks", "accuracy", "window_accuracy", "macro_f1", "per_label", "confusion", "labels", "ece"],
            json.EnumerateObject().Select(p => p.Name).Take(8));
        Assert.Equal(2, json.GetProperty("tracks").GetInt32());
        Assert.Equal(Labels, json.GetProperty("labels").EnumerateArray().Select(l => l.GetString()));
        Assert.Equal(Labels, json.GetProperty("per_label").EnumerateObject().Select(l => l.Name));
        Assert.Equal(["precision", "recall", "f1", "support"], json.GetProperty("per_label").GetProperty("jazz").EnumerateObject().Select(p => p.Name));
        Assert.Equal(1, json.GetProperty("per_label").GetProperty("rock").GetProperty("support").GetInt32());
        var likeliest = Likeliest(classified.JsonLines.SkipLast(1));
        Assert.Equal(1, Confusion(json, "jazz", likeliest));
        Assert.Equal(1, Confusion(json, "rock", likeliest));
        Assert.Equal(likeliest is "jazz" or "rock" ? 0.5 : 0, json.GetProperty("accuracy").GetDouble());
        Assert.InRange(json.GetProperty("ece").GetDouble(), 0, 1);
    }

    [Fact]
    public async Task Evaluate_WithForeignFolderAndBrokenTrack_NamesBothAndMeasuresTheRest()
    {
        using var scratch = new Scratch();
        Wav.Write(scratch["set/jazz/chord.wav"], 5, Wav.Chord);
        Wav.Write(scratch["set/polka/chord.wav"], 5, Wav.Chord);
        File.WriteAllText(scratch["set/jazz/broken.mp3"], "no sound");

        var outcome = await Livegenre.RunAsync("evaluate", scratch["set"], "--format", "json");

        Assert.Equal(1, outcome.Json.GetProperty("tracks").GetInt32());
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"'polka' is no label of this model; there are {string.Join(", ", Labels)}, and for what is no genre music, speech, speech-over-music, noise.", outcome.Errors[0], StringComparison.Ordinal);
        Assert.Contains("broken.mp3", outcome.Errors[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_WithForeignFolderAlone_MeasuresTheRestAndIsDone()
    {
        using var scratch = new Scratch();
        Wav.Write(scratch["set/jazz/chord.wav"], 5, Wav.Chord);
        Wav.Write(scratch["set/polka/chord.wav"], 5, Wav.Chord);

        var outcome = await Livegenre.RunAsync("evaluate", scratch["set"], "--report", scratch["report.html"]);

        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith("1 track: accuracy ", outcome.Output, StringComparison.Ordinal);
        Assert.Matches(@"\nrock +– +– +– +0\n", outcome.Output);
        Assert.Matches(@"\njazz +[01]\.\d{3} +[01]\.\d{3} +[01]\.\d{3} +1\n", outcome.Output);
        Assert.DoesNotContain('\e', outcome.Output);
        Assert.Matches("music +speech +speech-over-music +noise", outcome.Output); // no word is cut where there is room
        var html = File.ReadAllText(scratch["report.html"]);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal); // needs nothing beside it
        var pictures = html.Split("<svg").Skip(1).Select(part => XElement.Parse("<svg" + part[..(part.IndexOf("</svg>", StringComparison.Ordinal) + 6)])).ToList();
        Assert.Equal(4, pictures.Count);
        Assert.Equal(Labels.Length * Labels.Length, pictures[0].Elements("rect").Count());
        Assert.Equal(Labels.Length * 3, pictures[1].Elements("rect").Count());
        Assert.NotEmpty(pictures[2].Elements("circle"));
        Assert.Equal(4 * 4, pictures[3].Elements("rect").Count());
        Assert.Matches(@"<td>rock</td><td>–</td><td>–</td><td>–</td><td>0</td>", html);
        Assert.Contains("livegenre evaluate", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_FoldersOfActivities_CountForTheActivityAlone()
    {
        using var scratch = new Scratch();
        Wav.Write(scratch["set/jazz/chord.wav"], 10, Wav.Chord);
        Wav.Write(scratch["set/noise/hiss.wav"], 6, (frame, _) => (float)(0.1 * Math.Sin(frame * frame * 0.37)));
        Wav.Write(scratch["more/speech/voice.wav"], 10, Wav.Chord);

        var outcome = await Livegenre.RunAsync("evaluate", scratch["set"], scratch["more"], "--mix-speech", "--format", "json");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Equal(1, outcome.Json.GetProperty("tracks").GetInt32());
        var activity = outcome.Json.GetProperty("activity");
        Assert.Equal(["music", "speech", "speech-over-music", "noise"], activity.GetProperty("labels").EnumerateArray().Select(l => l.GetString()));
        int Support(string label) => activity.GetProperty("per_label").GetProperty(label).GetProperty("support").GetInt32();
        Assert.Equal((3, 3, 3, 1), (Support("music"), Support("speech"), Support("speech-over-music"), Support("noise")));
        Assert.Equal(0.5, activity.GetProperty("music_against_speech").GetDouble()); // the same sound cannot be told apart
        Assert.InRange(activity.GetProperty("noise_called_music").GetDouble(), 0, 1);
    }

    [Fact]
    public async Task Evaluate_WithoutATrackOfAGenre_SaysSoAndFailsWhereFoldersWereLeftOut()
    {
        using var scratch = new Scratch();
        Wav.Write(scratch["set/speech/voice.wav"], 10, Wav.Chord);

        var asked = await Livegenre.RunAsync("evaluate", scratch["set"]);
        Wav.Write(scratch["set/polka/chord.wav"], 5, Wav.Chord);
        var mistaken = await Livegenre.RunAsync("evaluate", scratch["set"]);

        Assert.Equal((0, 1), (asked.ExitCode, mistaken.ExitCode));
        Assert.StartsWith("No track of a genre was measured.\n\nActivity: ", mistaken.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("LABEL", mistaken.Output, StringComparison.Ordinal);
        Assert.Contains("'polka' is no label of this model", Assert.Single(mistaken.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("room")]
    [InlineData("mp3-64k")]
    public async Task Evaluate_ThroughACondition_HearsSomethingElse(string condition)
    {
        using var scratch = new Scratch();
        Wav.Write(scratch["set/jazz/chord.wav"], 10, Wav.Chord);

        var plain = await Livegenre.RunAsync("evaluate", scratch["set"], "--format", "json");
        var through = await Livegenre.RunAsync("evaluate", scratch["set"], "--format", "json", "--through", condition);
        var unknown = await Livegenre.RunAsync("evaluate", scratch["set"], "--through", "cellar");

        Assert.Equal((0, condition), (through.ExitCode, through.Json.GetProperty("through").GetString()));
        Assert.Equal(1, through.Json.GetProperty("tracks").GetInt32());
        Assert.NotEqual(plain.Json.GetProperty("reliability").ToString(), through.Json.GetProperty("reliability").ToString());
        Assert.Equal(2, unknown.ExitCode);
    }

    [Fact]
    public async Task Evaluate_NothingThatCanBeMeasured_Fails()
    {
        using var scratch = new Scratch();
        Wav.Write(scratch["set/polka/chord.wav"], 5, Wav.Chord);

        var outcome = await Livegenre.RunAsync("evaluate", scratch["set"]);
        var missing = await Livegenre.RunAsync("evaluate", scratch["nowhere"]);

        Assert.Equal((1, 1), (outcome.ExitCode, missing.ExitCode));
        Assert.Contains(outcome.Errors, e => e.Contains("could be evaluated", StringComparison.Ordinal));
        Assert.Contains("nowhere' is no folder", Assert.Single(missing.Errors), StringComparison.Ordinal);
    }

    private static string Likeliest(IEnumerable<JsonElement> windows)
    {
        var ofMusic = windows.Where(w => w.GetProperty("activity").GetString() is "music" or "speech-over-music").ToList();
        return Labels.MaxBy(label => (ofMusic.Count > 0 ? ofMusic : [.. windows]).Sum(w => w.GetProperty("scores").GetProperty(label).GetDouble()))!;
    }

    private static int Confusion(JsonElement json, string truth, string predicted) =>
        json.GetProperty("confusion")[Array.IndexOf(Labels, truth)][Array.IndexOf(Labels, predicted)].GetInt32();
}
