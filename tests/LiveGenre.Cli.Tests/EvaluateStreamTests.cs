using System.Text.Json.Nodes;
using LiveGenre.Cli.Tests.Support;

namespace LiveGenre.Cli.Tests;

public class EvaluateStreamTests
{
    [Fact]
    public async Task EvaluateStream_Script_ReportsTheSmoothersAndDrawsThem()
    {
        using var scratch = new Scratch();
        Wav.Write(scratch["set/jazz/chord.wav"], 20, Wav.Chord);
        Wav.Write(scratch["set/rock/low.wav"], 8, (frame, channel) => Wav.Chord(frame / 2, channel));
        Wav.Write(scratch["set/speech/voice.wav"], 10, (frame, channel) => Wav.Chord(frame * 3, channel));
        File.WriteAllLines(scratch["evening.txt"], ["play jazz", "play rock/low.wav 16 fade 2 talk 6  # repeated once", "talk 8", "pause 6"]);

        var outcome = await Livegenre.RunAsync(
            "evaluate-stream", scratch["set"], "--script", scratch["evening.txt"], "--format", "json", "--report", scratch["stream.html"], "--tune");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        var json = outcome.Json;
        Assert.Equal(20 + 16 - 2 + 8 + 6, json.GetProperty("duration_s").GetDouble(), 0.01);
        Assert.Equal((2, 1, 1, 1), (json.GetProperty("tracks").GetInt32(), json.GetProperty("repeated_tracks").GetInt32(), json.GetProperty("talks").GetInt32(), json.GetProperty("pauses").GetInt32()));
        Assert.Equal(["track-filter", "forward-filter", "exponential-average"], json.GetProperty("smoothers").EnumerateObject().Select(s => s.Name));
        Assert.Equal("track-filter", json.GetProperty("in_use").GetString()); // the shipped model tells recordings apart
        var filter = json.GetProperty("smoothers").GetProperty("forward-filter");
        Assert.InRange(filter.GetProperty("accuracy").GetDouble(), 0, 1);
        Assert.Equal(2, filter.GetProperty("against_labels").GetProperty("switches").GetInt32()); // jazz to rock, rock to talk; talk to pause is none to none
        Assert.Equal(["play jazz", "play rock/low.wav 16 fade 2 talk 6", "talk 8", "pause 6"], json.GetProperty("script").EnumerateArray().Select(line => line.GetString()));
        Assert.True(json.TryGetProperty("best", out _));
        var html = File.ReadAllText(scratch["stream.html"]);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal); // needs nothing beside it
        Assert.Contains("rock, 0:19 to 0:34", html, StringComparison.Ordinal); // the truth, from the middle of the cross-fade
        Assert.Matches(@"<p>For appsettings\.json( \([^<]+\))?:</p>", html); // with a word where limits are exceeded
        Assert.Contains("<th>limits</th>", html, StringComparison.Ordinal);
        Assert.Contains("&quot;Smoothing&quot;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluateStream_MadeUpProgramme_LeavesOutWhatCannotBeRead()
    {
        using var scratch = new Scratch();
        Wav.Write(scratch["set/jazz/chord.wav"], 12, Wav.Chord);
        File.WriteAllText(scratch["set/jazz/broken.mp3"], "no sound");

        var outcome = await Livegenre.RunAsync("evaluate-stream", scratch["set"], "--through", "telephone");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("broken.mp3", Assert.Single(outcome.Errors), StringComparison.Ordinal);
        Assert.StartsWith("0:12 of programme: 1 track ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("time right", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluateStream_ModelWithoutSound_SaysWhyThereIsNoTrackFilter()
    {
        using var scratch = new Scratch();
        Wav.Write(scratch["set/jazz/chord.wav"], 8, Wav.Chord);
        ShippedModel.CopyTo(scratch["model"]);
        var manifest = JsonNode.Parse(File.ReadAllText(scratch["model/manifest.json"]))!.AsObject();
        manifest.Remove("sound");
        File.WriteAllText(scratch["model/manifest.json"], manifest.ToJsonString());

        var outcome = await Livegenre.RunAsync("evaluate-stream", scratch["set"], "--model", scratch["model"]);

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("No track filter: the model does not tell recordings apart", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluateStream_ScriptThatCannotBePlayed_SaysWhy()
    {
        using var scratch = new Scratch();
        Wav.Write(scratch["set/jazz/chord.wav"], 5, Wav.Chord);
        File.WriteAllText(scratch["talk.txt"], "talk 5");

        var outcome = await Livegenre.RunAsync("evaluate-stream", scratch["set"], "--script", scratch["talk.txt"]);
        var usage = await Livegenre.RunAsync("evaluate-stream", scratch["set"], "--script", scratch["talk.txt"], "--seed", "3");

        Assert.Equal((1, 2), (outcome.ExitCode, usage.ExitCode));
        Assert.Contains("there is no folder 'speech'", Assert.Single(outcome.Errors), StringComparison.Ordinal);
        Assert.Contains("--seed describes a made-up programme", usage.Error, StringComparison.Ordinal);
    }
}
