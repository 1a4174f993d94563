using System.Numerics;
using LiveGenre.Core.Audio;
using LiveGenre.Core.Decisions;

namespace LiveGenre.Onnx.Bundles;

/// <summary>What a manifest may say: only what the front end and the classifier implement.</summary>
internal static class ManifestRules
{
    private static readonly string[] ReservedLabels = ["none", "unknown"]; // what decisions say where no genre is

    private const int MinFftSize = 32;
    private const int MaxFftSize = 65_536;
    private const int MaxSoundSize = 512;
    private const int MaxFrames = 16_384; // 6.3 min at a hop of 512 samples and 22 050 Hz

    /// <summary>Every broken rule, one sentence each.</summary>
    public static IReadOnlyList<string> Check(ModelManifest manifest)
    {
        var problems = new List<string>();
        Identity(manifest, problems);
        FrontEnd(manifest.FrontEnd, problems);
        Windows(manifest, problems);
        Heads(manifest.Heads, problems);
        Sound(manifest, problems);
        return problems;
    }

    private static void Identity(ModelManifest manifest, List<string> problems)
    {
        Require(problems, "id", manifest.Id, IsPlainName(manifest.Id), "letters, digits, '.', '_' and '-'");
        var (file, sha256, input) = (manifest.Model.File, manifest.Model.Sha256, manifest.Model.Input);
        Require(problems, "model.file", file, IsPlainName(file), "the name of a file beside the manifest");
        Require(problems, "model.sha256", sha256, sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower), "64 lower-case hex digits");
        Require(problems, "model.input", input, input.Length > 0, "the name of the model's input");
        Require(problems, "licence", manifest.Licence, manifest.Licence.Length > 0, "an SPDX identifier");
    }

    private static void FrontEnd(FrontEndManifest frontEnd, List<string> problems)
    {
        var nyquist = frontEnd.SampleRateHz / 2.0;
        Require(
            problems, "frontEnd.sampleRateHz", frontEnd.SampleRateHz,
            frontEnd.SampleRateHz is >= AudioFormat.MinSampleRateHz and <= AudioFormat.MaxSampleRateHz,
            $"{AudioFormat.MinSampleRateHz} to {AudioFormat.MaxSampleRateHz}");
        Require(
            problems, "frontEnd.fftSize", frontEnd.FftSize,
            BitOperations.IsPow2(frontEnd.FftSize) && frontEnd.FftSize is >= MinFftSize and <= MaxFftSize, $"a power of two from {MinFftSize} to {MaxFftSize}");
        Require(
            problems, "frontEnd.windowLength", frontEnd.WindowLength,
            frontEnd.WindowLength == frontEnd.FftSize, $"the same as frontEnd.fftSize ({frontEnd.FftSize})");
        Require(
            problems, "frontEnd.hopLength", frontEnd.HopLength,
            frontEnd.HopLength >= 1 && frontEnd.HopLength <= frontEnd.FftSize, $"1 to frontEnd.fftSize ({frontEnd.FftSize})");
        Require(problems, "frontEnd.window", frontEnd.Window, frontEnd.Window == "hann-periodic", "hann-periodic");
        Require(problems, "frontEnd.power", frontEnd.Power, frontEnd.Power == 2, "2");
        Require(
            problems, "frontEnd.melBands", frontEnd.MelBands,
            frontEnd.MelBands >= 1 && frontEnd.MelBands <= frontEnd.FftSize / 2, $"1 to half of frontEnd.fftSize ({frontEnd.FftSize / 2})");
        Require(problems, "frontEnd.melScale", frontEnd.MelScale, frontEnd.MelScale == "slaney", "slaney");
        Require(problems, "frontEnd.melNorm", frontEnd.MelNorm, frontEnd.MelNorm == "slaney", "slaney");
        Require(
            problems, "frontEnd.minFrequencyHz", frontEnd.MinFrequencyHz,
            frontEnd.MinFrequencyHz >= 0 && frontEnd.MinFrequencyHz < frontEnd.MaxFrequencyHz,
            $"0 to below frontEnd.maxFrequencyHz ({frontEnd.MaxFrequencyHz})");
        Require(
            problems, "frontEnd.maxFrequencyHz", frontEnd.MaxFrequencyHz,
            frontEnd.MaxFrequencyHz > 0 && frontEnd.MaxFrequencyHz <= nyquist, $"up to half of frontEnd.sampleRateHz ({nyquist})");
        Require(problems, "frontEnd.floorPower", frontEnd.FloorPower, (float)frontEnd.FloorPower is > 0 and < 1, "above 0 and below 1");
    }

    private static void Windows(ModelManifest manifest, List<string> problems)
    {
        var (frames, hopFrames) = (manifest.AnalysisWindow.Frames, manifest.AnalysisWindow.HopFrames);
        Require(problems, "analysisWindow.frames", frames, frames is >= 1 and <= MaxFrames, $"1 to {MaxFrames}");
        Require(problems, "analysisWindow.hopFrames", hopFrames, hopFrames >= 1 && hopFrames <= frames, $"1 to analysisWindow.frames ({frames})");

        var normalization = manifest.Normalization;
        Require(problems, "normalization.clipBelowMaxDb", normalization.ClipBelowMaxDb, (float)normalization.ClipBelowMaxDb is > 0 and < float.MaxValue, "above 0");
        Require(problems, "normalization.standardize", normalization.Standardize, normalization.Standardize == "window", "window");
        Require(problems, "normalization.epsilon", normalization.Epsilon, (float)normalization.Epsilon is > 0 and < float.MaxValue, "above 0");
    }

    private static void Heads(IReadOnlyList<HeadManifest> heads, List<string> problems)
    {
        foreach (var name in (ReadOnlySpan<string>)[HeadManifest.Genre, HeadManifest.Activity])
        {
            var count = heads.Count(head => head.Name == name);
            Require(problems, $"the number of heads called {name}", count, count == 1, "exactly 1");
        }

        var outputs = heads.Select(head => head.Output).ToArray();
        Require(problems, "heads[].output", string.Join(", ", outputs), outputs.Distinct().Count() == outputs.Length, "a different output for each head");
        for (var i = 0; i < heads.Count; i++)
        {
            Head($"heads[{i}]", heads[i], problems);
        }
    }

    private static void Head(string key, HeadManifest head, List<string> problems)
    {
        Require(problems, $"{key}.name", head.Name, head.Name is HeadManifest.Genre or HeadManifest.Activity, "genre or activity");
        Require(problems, $"{key}.output", head.Output, head.Output.Length > 0, "the name of the model's output");
        Require(problems, $"{key}.temperature", head.Temperature, (float)head.Temperature is > 0 and < float.MaxValue, "above 0");

        var repeated = head.Labels.GroupBy(label => label).Where(group => group.Count() > 1).Select(group => group.Key).ToArray();
        Require(problems, $"{key}.labels", string.Join(", ", repeated) + " twice", repeated.Length == 0, "each label once");
        Require(problems, $"{key}.labels", $"{head.Labels.Count} of them", head.Labels.Count >= 2, "at least 2");
        Require(problems, $"{key}.labels", "an empty one", head.Labels.All(label => !string.IsNullOrWhiteSpace(label)), "labels with text");

        if (head.Name == HeadManifest.Activity)
        {
            var activities = ActivityLabels.OfModel.ToArray();
            Require(
                problems, $"{key}.labels", string.Join(", ", head.Labels),
                head.Labels.Order().SequenceEqual(activities.Order()), $"exactly {string.Join(", ", activities)}, in any order");
            Require(problems, $"{key}.appliesTo", head.AppliesTo, head.AppliesTo is null, "nothing: it holds for every window");
        }
        else if (head.Name == HeadManifest.Genre)
        {
            Require(problems, $"{key}.appliesTo", head.AppliesTo, head.AppliesTo == Activity.Music.ToLabel(), Activity.Music.ToLabel());
            var reserved = head.Labels.Intersect(ReservedLabels).ToArray();
            Require(
                problems, $"{key}.labels", string.Join(", ", reserved), reserved.Length == 0,
                $"any but {string.Join(" and ", ReservedLabels)}, which decisions say where no genre is");
        }
    }

    private static void Sound(ModelManifest manifest, List<string> problems)
    {
        if (manifest.Sound is { } sound)
        {
            var isFree = sound.Output.Length > 0 && manifest.Heads.All(head => head.Output != sound.Output);
            Require(problems, "sound.output", sound.Output, isFree, "the name of an output that is no head's");
            Require(problems, "sound.between", $"{sound.Between.Count} of them", sound.Between.Count is >= 1 and <= MaxSoundSize, $"1 to {MaxSoundSize}");
            Require(problems, "sound.between", string.Join(", ", sound.Between), sound.Between.All(value => value is > 0 and < float.MaxValue), "variances above 0");
        }
    }

    private static bool IsPlainName(string name) =>
        name.Length > 0 && name.Any(char.IsAsciiLetterOrDigit) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static void Require<T>(List<string> problems, string key, T value, bool holds, string allowed)
    {
        if (!holds)
        {
            var shown = value switch { null => "absent", "" => "empty", _ => $"{value}" };
            problems.Add($"{key} is {shown}; allowed: {allowed}.");
        }
    }
}
