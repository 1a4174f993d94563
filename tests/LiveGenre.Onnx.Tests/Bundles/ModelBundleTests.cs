using System.Text.Json.Nodes;
using LiveGenre.Core.Features;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Tests.TestModels;

namespace LiveGenre.Onnx.Tests.Bundles;

public class ModelBundleTests
{
    [Fact]
    public void Load_OfASoundBundle_ReadsEveryPart()
    {
        using var files = new TestBundle().Write();

        var bundle = files.Load();

        Assert.Equal(files.Directory, bundle.Directory);
        Assert.Equal(Path.Combine(files.Directory, "model.onnx"), bundle.ModelPath);
        Assert.Equal("test-model", bundle.Manifest.Id);
        Assert.Equal(new FrontEndParameters(22050, 2048, 512, 16, 0, 11025, 1e-10f), bundle.Manifest.FrontEnd.ToParameters());
        Assert.Equal(new AnalysisWindowManifest(4, 2), bundle.Manifest.AnalysisWindow);
        Assert.Equal(new NormalizationManifest(80, "window", 1e-5), bundle.Manifest.Normalization);
        Assert.Equal("electronic", bundle.Manifest.GenreHead.Labels[10]);
        Assert.Equal("music", bundle.Manifest.GenreHead.AppliesTo);
        Assert.Equal(0.5, bundle.Manifest.ActivityHead.Temperature);
        Assert.Equal(16 * 4, bundle.Manifest.WindowSize);
        Assert.Equal("none", bundle.Manifest.Training.GetProperty("commit").GetString());
    }

    [Fact]
    public void Load_OfAMissingFolder_NamesIt()
    {
        var exception = Assert.Throws<ModelFormatException>(() => ModelBundle.Load("/nowhere/models/x"));

        Assert.Equal("The model bundle /nowhere/models/x cannot be used: there is no such folder.", exception.Message);
    }

    [Fact]
    public void Load_WithoutAManifest_SaysSo()
    {
        using var files = new TestBundle();

        Assert.Contains("it has no manifest.json", files.LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithoutAModel_NamesTheFile()
    {
        using var files = new TestBundle().Write();
        File.Delete(Path.Combine(files.Directory, "model.onnx"));

        Assert.Contains("model.onnx, which model.file names, is missing", files.LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithAnotherModelThanTheManifests_ShowsBothHashesAndTheLikelyCause()
    {
        using var files = new TestBundle().Write();
        var expected = (string)files.Manifest["model"]!["sha256"]!;
        files.Model[^1] ^= 1;
        files.WriteAsIs();

        var message = files.LoadFails().Message;

        Assert.Contains($"model.sha256 says {expected}", message, StringComparison.Ordinal);
        Assert.Contains("the SHA-256 of model.onnx is ", message, StringComparison.Ordinal);
        Assert.Contains("damaged or was replaced, or the manifest", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAModelThatIsNoOnnx_SaysWhatOnnxRuntimeSays()
    {
        using var files = new TestBundle { Model = [.. "no model"u8] }.Write();

        Assert.Contains("ONNX Runtime refuses model.onnx. CreateSessionFromArray: ", files.LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAModelWithAnotherInputName_NamesBoth()
    {
        using var files = new TestBundle(new TestModel { InputName = "spectrogram" }).Write();

        Assert.Contains("the model has no input mel, which model.input names; it has spectrogram", files.LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAModelWithASecondInput_NamesIt()
    {
        using var files = new TestBundle(new TestModel { HasSecondInput = true }).Write();

        Assert.Contains("the model needs the inputs mel, gain; allowed: mel alone", files.LoadFails().Message, StringComparison.Ordinal);
    }

    public static TheoryData<object[], string> WrongInputShapes => new()
    {
        { ["n", 1, 16, 5], "Float [n, 1, 16, 5]" },
        { ["n", 16, "frames"], "Float [n, 16, frames]" },
        { ["n", 1, 128, "frames"], "Float [n, 1, 128, frames]" },
        { [1, 1, 16, "frames"], "Float [1, 1, 16, frames]" },
        { ["n", 3, 16, "frames"], "Float [n, 3, 16, frames]" },
    };

    [Theory]
    [MemberData(nameof(WrongInputShapes))]
    public void Load_OfAModelWithAnotherInputShape_ShowsBoth(object[] shape, string shown)
    {
        using var files = new TestBundle(new TestModel { InputShape = shape, Bands = shape.Contains(128) ? 128 : 16 }).Write();

        var message = files.LoadFails().Message;

        Assert.Contains($"the model's input mel is {shown}; the manifest needs Float [n, 1, 16, 4] with a dynamic n", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAModelWithDoubles_ShowsTheType()
    {
        using var files = new TestBundle(new TestModel { InputType = TestModel.Double }).Write();

        Assert.Contains("the model's input mel is Double [n, 1, 16, frames]", files.LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAModelWithFewerColumnsThanLabels_ShowsBoth()
    {
        using var files = new TestBundle(new TestModel { GenreColumns = 10 }).Write();

        Assert.Contains(
            "the model's output genre is Float [n, 10]; the head genre has 11 labels and needs Float [n, 11] with a dynamic n",
            files.LoadFails().Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAModelWithoutTheSoundThatItShouldHave_NamesIt()
    {
        using var files = new TestBundle().With("sound", TestBundle.WithSound().Manifest["sound"]!.DeepClone()).Write();

        Assert.Contains("the model has no output sound, which sound names; it has genre, activity", files.LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAModelWithFewerColumnsOfSoundThanVariances_ShowsBoth()
    {
        using var files = TestBundle.WithSound().With("sound.between", new JsonArray(2, 1)).Write();

        Assert.Contains(
            "the model's output sound is Float [n, 3]; sound has 2 variances and needs Float [n, 2] with a dynamic n", files.LoadFails().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "output": "genre", "between": [1, 2, 3] }""", "sound.output is genre; allowed: the name of an output that is no head's.")]
    [InlineData("""{ "output": "sound", "between": [] }""", "sound.between is 0 of them; allowed: 1 to 512.")]
    [InlineData("""{ "output": "sound", "between": [1, 0, 3] }""", "sound.between is 1, 0, 3; allowed: variances above 0.")]
    [InlineData("""{ "output": "sound" }""", "sound.between is missing.")]
    public void Load_WithASoundThatCannotBe_NamesTheKey(string sound, string expected)
    {
        using var files = TestBundle.WithSound().With("sound", JsonNode.Parse(sound)).Write();

        Assert.Contains(expected, files.LoadFails().Problems);
    }

    [Fact]
    public void Load_OfAModelThatOnlyFailsWhenItRuns_SaysWhatOnnxRuntimeSays()
    {
        using var files = new TestBundle(new TestModel { NeedsFiveFrames = true }).Write();

        var message = files.LoadFails().Message;

        Assert.Contains("ONNX Runtime refuses model.onnx. RunWithBinding: ", message, StringComparison.Ordinal);
        Assert.Contains("Reshape", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAModelWithoutAHeadsOutput_NamesBoth()
    {
        using var files = new TestBundle(new TestModel { GenreOutput = "logits" }).Write();

        Assert.Contains(
            "the model has no output genre, which the head genre names; it has logits, activity", files.LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAModelWithAWeightThatIsNotFinite_IsRefused()
    {
        using var files = new TestBundle(new TestModel { GenreBias = float.NaN }).Write();

        Assert.Contains("the model is broken: output genre holds values that are not finite", files.LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAModelThatMixesTheWindowsOfABatch_IsRefused()
    {
        using var files = new TestBundle(new TestModel { DependsOnBatch = true }).Write();

        Assert.Contains("output genre of one window depends on the other windows of its batch", files.LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAnotherFormatVersion_SaysNothingOfItsUnknownKeys()
    {
        using var files = new TestBundle().With("formatVersion", 2).With("somethingNew", true).Write();

        var problem = Assert.Single(files.LoadFails().Problems);
        Assert.Equal("formatVersion is 2; this program reads 1.", problem);
    }

    [Fact]
    public void Load_WithMisspeltMissingAndMistypedKeys_NamesEach()
    {
        using var files = new TestBundle().With("frontEnd.hopLength", "512").With("heads[0].temprature", 1).With("Licence", "MIT").Write();
        files.Manifest["analysisWindow"]!.AsObject().Remove("hopFrames");
        files.Manifest["heads"]![1]!["labels"]![2] = 5;
        files.Write();

        Assert.Equal(
            [
                "frontEnd.hopLength is \"512\"; allowed: a whole number.",
                "analysisWindow.hopFrames is missing.",
                "heads[0].temprature is not a key of this format.",
                "heads[1].labels[2] is 5; allowed: text.",
                "Licence is not a key of this format.",
            ],
            files.LoadFails().Problems);
    }

    [Fact]
    public void Load_OfAManifestThatIsNoUtf8_SaysWhy()
    {
        using var files = new TestBundle().Write();
        File.WriteAllBytes(Path.Combine(files.Directory, "manifest.json"), [.. "{ \"formatVersion\": 1, \""u8, 0x93, .. "\": 1 }"u8]);

        Assert.Contains("it is not valid JSON", files.LoadFails().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"formatVersion\": 1, }", "it is not valid JSON")]
    [InlineData("{ \"formatVersion\": 1, \"formatVersion\": 1 }", "it is not valid JSON: Duplicate property 'formatVersion'")]
    [InlineData("{ \"formatVersion\": 1, \"\\ud80c\": 1 }", "it is not valid JSON: Cannot read incomplete UTF-16")]
    [InlineData("// a comment\n{}", "it is not valid JSON")]
    [InlineData("null", "the manifest is null; allowed: an object")]
    [InlineData("[]", "the manifest is []; allowed: an object")]
    public void Load_OfTextThatIsNoManifest_SaysWhy(string text, string expected)
    {
        using var files = new TestBundle().Write();
        File.WriteAllText(Path.Combine(files.Directory, "manifest.json"), text);

        var exception = files.LoadFails();

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(files.Directory, "manifest.json"), exception.Path);
    }

    public static TheoryData<string, string?, string> Refusals => new()
    {
        { "id", "\"a b\"", "id is a b; allowed: letters, digits, '.', '_' and '-'." },
        { "model.file", "\"../model.onnx\"", "model.file is ../model.onnx; allowed: the name of a file beside the manifest." },
        { "model.file", "\"..\"", "model.file is ..; allowed: the name of a file beside the manifest." },
        { "model.input", "\"\"", "model.input is empty; allowed: the name of the model's input." },
        { "frontEnd.sampleRateHz", "4000", "frontEnd.sampleRateHz is 4000; allowed: 8000 to 192000." },
        { "frontEnd.fftSize", "2000", "frontEnd.fftSize is 2000; allowed: a power of two from 32 to 65536." },
        { "frontEnd.windowLength", "1024", "frontEnd.windowLength is 1024; allowed: the same as frontEnd.fftSize (2048)." },
        { "frontEnd.hopLength", "4096", "frontEnd.hopLength is 4096; allowed: 1 to frontEnd.fftSize (2048)." },
        { "frontEnd.window", "\"hamming\"", "frontEnd.window is hamming; allowed: hann-periodic." },
        { "frontEnd.power", "1", "frontEnd.power is 1; allowed: 2." },
        { "frontEnd.melBands", "0", "frontEnd.melBands is 0; allowed: 1 to half of frontEnd.fftSize (1024)." },
        { "frontEnd.melScale", "\"htk\"", "frontEnd.melScale is htk; allowed: slaney." },
        { "frontEnd.melNorm", "\"none\"", "frontEnd.melNorm is none; allowed: slaney." },
        { "frontEnd.minFrequencyHz", "12000", "frontEnd.minFrequencyHz is 12000; allowed: 0 to below frontEnd.maxFrequencyHz (11025)." },
        { "frontEnd.maxFrequencyHz", "11026", "frontEnd.maxFrequencyHz is 11026; allowed: up to half of frontEnd.sampleRateHz (11025)." },
        { "frontEnd.floorPower", "0", "frontEnd.floorPower is 0; allowed: above 0 and below 1." },
        { "analysisWindow.frames", "0", "analysisWindow.frames is 0; allowed: 1 to 16384." },
        { "analysisWindow.hopFrames", "5", "analysisWindow.hopFrames is 5; allowed: 1 to analysisWindow.frames (4)." },
        { "normalization.clipBelowMaxDb", "0", "normalization.clipBelowMaxDb is 0; allowed: above 0." },
        { "normalization.standardize", "\"band\"", "normalization.standardize is band; allowed: window." },
        { "normalization.epsilon", "-1", "normalization.epsilon is -1; allowed: above 0." },
        { "heads[0].name", "\"mood\"", "heads[0].name is mood; allowed: genre or activity." },
        { "heads[0].output", "\"activity\"", "heads[].output is activity, activity; allowed: a different output for each head." },
        { "heads[0].temperature", "0", "heads[0].temperature is 0; allowed: above 0." },
        { "heads[0].temperature", "1e-50", "heads[0].temperature is 1E-50; allowed: above 0." },
        { "heads[0].labels", "[\"pop\", \"rock\", \"pop\"]", "heads[0].labels is pop twice; allowed: each label once." },
        { "heads[0].labels", "[\"pop\"]", "heads[0].labels is 1 of them; allowed: at least 2." },
        { "heads[0].labels", "[\"pop\", \" \"]", "heads[0].labels is an empty one; allowed: labels with text." },
        { "heads[0].labels", "[\"pop\", \"none\", \"unknown\"]", "heads[0].labels is none, unknown; allowed: any but none and unknown, which decisions say where no genre is." },
        { "heads[0].appliesTo", "null", "heads[0].appliesTo is absent; allowed: music." },
        { "heads[0].appliesTo", "\"speech\"", "heads[0].appliesTo is speech; allowed: music." },
        { "heads[1].appliesTo", "\"music\"", "heads[1].appliesTo is music; allowed: nothing: it holds for every window." },
        { "heads[1].labels", "[\"music\", \"speech\", \"noise\"]", "heads[1].labels is music, speech, noise; allowed: exactly music, speech, speech-over-music, noise, in any order." },
        { "heads", "[]", "the number of heads called activity is 0; allowed: exactly 1." },
        { "licence", "\"\"", "licence is empty; allowed: an SPDX identifier." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Load_WithAValueThatIsNotAllowed_NamesKeyValueAndWhatIs(string key, string? value, string expected)
    {
        using var files = new TestBundle().With(key, JsonNode.Parse(value!)).Write();

        Assert.Contains(expected, files.LoadFails().Problems);
    }

    [Fact]
    public void Load_WithAHashThatIsNone_NamesTheForm()
    {
        using var files = new TestBundle().With("model.sha256", "ABC");
        files.WriteAsIs();

        Assert.Equal(["model.sha256 is ABC; allowed: 64 lower-case hex digits."], files.LoadFails().Problems);
    }

    [Fact]
    public void Load_WithSeveralValuesThatAreNotAllowed_ListsAllUnderThePath()
    {
        using var files = new TestBundle().With("frontEnd.power", 1).With("frontEnd.melScale", "htk").Write();

        Assert.Equal(
            $"""
            The model bundle {Path.Combine(files.Directory, "manifest.json")} cannot be used: 
              - frontEnd.power is 1; allowed: 2.
              - frontEnd.melScale is htk; allowed: slaney.
            """,
            files.LoadFails().Message,
            ignoreLineEndingDifferences: true);
    }
}
