using System.Text.Json;
using System.Xml.Linq;
using LiveGenre.Cli.Tests.Support;

namespace LiveGenre.Cli.Tests;

public class ClassifyTests
{
    [Theory]
    [InlineData("chords")]
    [InlineData("drums")]
    public async Task Json_OfGoldenAudio_GivesThePosteriorsOfTraining(string name)
    {
        var outcome = await Livegenre.RunAsync("classify", ShippedModel.Golden(name + ".wav"), "--format", "json");

        var expected = JsonElement.Parse(File.ReadAllText(ShippedModel.Golden(name + ".json"))).GetProperty("windows");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(expected.GetArrayLength() + 1, outcome.JsonLines.Count);
        foreach (var (line, golden) in outcome.JsonLines.Zip(expected.EnumerateArray()))
        {
            var scores = line.GetProperty("scores").EnumerateObject().Select(s => s.Value.GetDouble()).ToArray();
            var posterior = golden.GetProperty("genre").EnumerateArray().Select(s => s.GetDouble()).ToArray();
            Assert.Equal(posterior.Length, scores.Length);
            Assert.All(scores.Zip(posterior), pair => Assert.Equal(pair.Second, pair.First, 0.06)); // what models in eight bits are held to
            Assert.Equal(golden.GetProperty("start_sample").GetInt64() / 22_050.0, line.GetProperty("start_s").GetDouble(), 1e-3);
        }
    }

    [Fact]
    public async Task Json_OfTenSeconds_HasTheKeysOfTheContract()
    {
        using var scratch = new Scratch();
        var file = Wav.Write(scratch["chord.wav"], 10, Wav.Chord);

        var outcome = await Livegenre.RunAsync("classify", file, "--format", "json");

        var windows = outcome.JsonLines.SkipLast(1).ToList();
        Assert.Equal(1 + ((427 - 172) / 86), windows.Count); // 220,500 samples hold 427 frames
        Assert.All(windows, w => Assert.Equal(["file", "start_s", "end_s", "label", "confidence", "activity", "scores"], w.EnumerateObject().Select(p => p.Name)));
        Assert.All(windows, w => Assert.Equal(1, w.GetProperty("scores").EnumerateObject().Sum(s => s.Value.GetDouble()), 1e-4));
        Assert.Equal(86 * 512 / 22_050.0, windows[1].GetProperty("start_s").GetDouble(), 1e-3);
        var summary = outcome.JsonLines[^1];
        Assert.Equal(["file", "label", "confidence", "activity", "windows", "duration_s", "summary"], summary.EnumerateObject().Select(p => p.Name));
        Assert.Equal(file, summary.GetProperty("file").GetString());
        Assert.Equal(windows.Count, summary.GetProperty("windows").GetInt32());
        Assert.Equal(10, summary.GetProperty("duration_s").GetDouble(), 1e-3);
        Assert.True(summary.GetProperty("summary").GetBoolean());
    }

    [Fact]
    public async Task Json_OfSilence_HasNoScoresAndNoGenre()
    {
        using var scratch = new Scratch();

        var outcome = await Livegenre.RunAsync("classify", Wav.Write(scratch["silence.wav"], 5, Wav.Silence), "--format", "json");

        var window = outcome.JsonLines[0];
        Assert.Equal(("none", "silence"), (window.GetProperty("label").GetString(), window.GetProperty("activity").GetString()));
        Assert.Empty(window.GetProperty("scores").EnumerateObject());
        Assert.Equal(("none", "silence"), (outcome.JsonLines[1].GetProperty("label").GetString(), outcome.JsonLines[1].GetProperty("activity").GetString()));
    }

    [Fact]
    public async Task Classify_WithUnreadableFiles_NamesEachAndGoesOn()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["text.mp3"], "These are words, not sound.");
        File.WriteAllBytes(scratch["empty.wav"], []);
        Wav.Write(scratch["half.wav"], 0.5, Wav.Chord);
        Wav.Write(scratch["good.wav"], 2, Wav.Chord);
        var names = new[] { "text.mp3", "empty.wav", "half.wav", "missing.flac", "good.wav" };

        var outcome = await Livegenre.RunAsync(["classify", "--format", "json", .. names.Select(n => scratch[n])]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(4, outcome.Errors.Count);
        Assert.All(names.SkipLast(1).Zip(outcome.Errors), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.Contains("too short: 0.50 s; at least 1 s", outcome.Errors[2], StringComparison.Ordinal);
        Assert.Equal(["good.wav", "good.wav"], outcome.JsonLines.Select(l => Path.GetFileName(l.GetProperty("file").GetString())));
    }

    [Fact]
    public async Task Classify_EightChannels_TakesAllOrOneAndNoNinth()
    {
        using var scratch = new Scratch();
        var file = Wav.Write(scratch["eight.wav"], 5, (frame, channel) => channel == 7 ? Wav.Chord(frame, 0) : 0, channels: 8);

        var mixed = await Livegenre.RunAsync("classify", file, "--format", "json");
        var first = await Livegenre.RunAsync("classify", file, "--format", "json", "--channel", "0");
        var ninth = await Livegenre.RunAsync("classify", file, "--channel", "8");

        Assert.NotEqual("silence", mixed.JsonLines[0].GetProperty("activity").GetString());
        Assert.Equal("silence", first.JsonLines[0].GetProperty("activity").GetString());
        Assert.Equal(1, ninth.ExitCode);
        Assert.Contains("has 8: 0 to 7", Assert.Single(ninth.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Classify_SamplesThatAreNoNumbers_WarnsAndClassifies()
    {
        using var scratch = new Scratch();
        var file = Wav.Write(scratch["nan.wav"], 5, (frame, channel) => frame % 1_000 == 7 ? float.NaN : Wav.Chord(frame, channel));

        var outcome = await Livegenre.RunAsync("classify", file, "--format", "json");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains($"warning: '{file}' holds 111 samples that are no numbers", outcome.Error, StringComparison.Ordinal);
        Assert.InRange(outcome.JsonLines[^1].GetProperty("confidence").GetDouble(), 0, 1);
    }

    [Fact]
    public async Task Classify_Folder_TakesItsAudioByPathWhateverEndsFirst()
    {
        using var scratch = new Scratch();
        Wav.Write(scratch["music/a/long.wav"], 20, Wav.Chord);
        Wav.Write(scratch["music/b/short.wav"], 1, Wav.Chord);
        Wav.Write(scratch["music/c.wav"], 1, Wav.Chord);
        File.WriteAllText(scratch["music/b/notes.txt"], "not audio");
        Directory.CreateDirectory(scratch["nothing"]);

        var outcome = await Livegenre.RunAsync("classify", scratch["music"], scratch["nothing"], "--format", "json", "--jobs", "2");

        var order = outcome.JsonLines.Where(l => l.TryGetProperty("summary", out _)).Select(l => Path.GetFileName(l.GetProperty("file").GetString()));
        Assert.Equal(["long.wav", "short.wav", "c.wav"], order);
        Assert.Contains("nothing' holds no audio file", Assert.Single(outcome.Errors), StringComparison.Ordinal);
        Assert.Equal(1, outcome.ExitCode);
    }

    [Fact]
    public async Task Text_OfAFile_ShowsTheFileAndItsStretches()
    {
        using var scratch = new Scratch();
        var file = Wav.Write(scratch["silence.wav"], 9, Wav.Silence);

        var outcome = await Livegenre.RunAsync("classify", file);

        var lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Matches("silence.wav: none .*silence, 3 windows, 0:09$", lines[0]);
        Assert.Matches("0:00 - 0:08 .*none .*silence$", lines[1]);
    }

    [Fact]
    public async Task Classify_WhenNobodyReadsOn_EndsWithoutAnError()
    {
        using var scratch = new Scratch();
        var file = Wav.Write(scratch["silence.wav"], 120, Wav.Silence, sampleRateHz: 8_000);
        using var process = Livegenre.Start("classify", file, file, file, "--format", "json", "--hop", "0.25", "--jobs", "1");

        await process.StandardOutput.ReadLineAsync();
        process.StandardOutput.Close();
        await Livegenre.WaitAsync(process);

        Assert.Equal(0, process.ExitCode);
        Assert.Empty(await process.StandardError.ReadToEndAsync());
    }

    [Fact]
    public async Task Classify_Plot_DrawsTheFileAsSvgAndAsPng()
    {
        using var scratch = new Scratch();
        var file = Wav.Write(scratch["a & b.wav"], 9, Wav.Chord);

        var svg = await Livegenre.RunAsync("classify", file, "--plot", scratch["chord.svg"]);
        var png = await Livegenre.RunAsync("classify", file, "--plot", scratch["chord.PNG"]);

        Assert.Equal((0, "", 0, ""), (svg.ExitCode, svg.Error, png.ExitCode, png.Error));
        var picture = XDocument.Load(scratch["chord.svg"]).Root!;
        XNamespace space = "http://www.w3.org/2000/svg";
        Assert.Equal(2, picture.Elements(space + "image").Count()); // spectrogram and its scale
        var texts = picture.Elements(space + "text").Select(text => text.Value).ToList();
        Assert.Contains("a & b.wav", texts);
        Assert.Contains("4k", texts);
        Assert.Contains("8 s", texts);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], File.ReadAllBytes(scratch["chord.PNG"])[..4]);
        Assert.Empty(Directory.EnumerateFiles(scratch.Path, "*.part"));
    }

    [Fact]
    public async Task Classify_PlotThatCannotBe_SaysWhy()
    {
        using var scratch = new Scratch();
        var file = Wav.Write(scratch["chord.wav"], 3, Wav.Chord);

        var two = await Livegenre.RunAsync("classify", file, file, "--plot", scratch["two.svg"]);
        var kind = await Livegenre.RunAsync("classify", file, "--plot", "chord.jpg");

        Assert.Equal((1, 2), (two.ExitCode, kind.ExitCode));
        Assert.Contains("--plot draws one file, and there are 2", Assert.Single(two.Errors), StringComparison.Ordinal);
        Assert.Contains(".svg or .png", kind.Error, StringComparison.Ordinal);
    }
}
