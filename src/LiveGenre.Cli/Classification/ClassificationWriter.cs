using System.Globalization;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Output;
using LiveGenre.Core.Decisions;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Cli.Classification;

/// <summary>Prints classified files: a JSON line for each window and one for the file, or stretches of one label for people.</summary>
/// <param name="output">Where to.</param>
/// <param name="manifest">Says what the labels are.</param>
/// <param name="options">Says where unknown begins.</param>
/// <param name="format"><c>text</c> or <c>json</c>.</param>
internal sealed class ClassificationWriter(TextWriter output, ModelManifest manifest, DecisionsOptions options, string format)
{
    private const int TimeDecimals = 3;
    private const int ScoreDecimals = 6;

    private readonly IReadOnlyList<string> _labels = manifest.GenreHead.Labels;

    /// <summary>Prints one file.</summary>
    public void Write(ClassifiedFile file)
    {
        using (ProgressLine.Hide())
        {
            if (format == Parameters.Json)
            {
                WriteJson(file);
            }
            else
            {
                WriteText(file);
            }
        }
    }

    private void WriteJson(ClassifiedFile file)
    {
        foreach (var window in file.Windows)
        {
            output.WriteLine(JsonLine.Create(json =>
            {
                json.WriteString("file", file.Path);
                json.WriteRounded("start_s", window.Start.TotalSeconds, TimeDecimals);
                json.WriteRounded("end_s", window.End.TotalSeconds, TimeDecimals);
                var answer = GenreAnswer.For(window, _labels, options.ConfidenceFloor);
                json.WriteString("label", answer.Label);
                json.WriteRounded("confidence", answer.Confidence, ScoreDecimals);
                json.WriteString("activity", window.Activity.ToLabel());
                json.WriteStartObject("scores");
                foreach (var (label, score) in _labels.Zip(window.Posterior))
                {
                    json.WriteRounded(label, score, ScoreDecimals);
                }
                json.WriteEndObject();
            }));
        }
        output.WriteLine(JsonLine.Create(json =>
        {
            json.WriteString("file", file.Path);
            var answer = GenreAnswer.For(file, _labels);
            json.WriteString("label", answer.Label);
            json.WriteRounded("confidence", answer.Confidence, ScoreDecimals);
            json.WriteString("activity", file.Activity.ToLabel());
            json.WriteNumber("windows", file.Windows.Count);
            json.WriteRounded("duration_s", file.Duration.TotalSeconds, TimeDecimals);
            json.WriteBoolean("summary", true);
        }));
    }

    private void WriteText(ClassifiedFile file)
    {
        var answer = GenreAnswer.For(file, _labels);
        output.WriteLine($"{file.Path}: {Describe(answer.Label, answer.Confidence, file.Activity)}, {file.Windows.Count} window{(file.Windows.Count == 1 ? "" : "s")}, {file.Duration.ToClock()}");
        foreach (var stretch in Stretches(file))
        {
            output.WriteLine($"  {stretch.Start.ToClock(),7} - {stretch.End.ToClock(),-7}  {Describe(stretch.Label, stretch.Confidence, stretch.Activity)}");
        }
    }

    private static string Describe(string label, float confidence, Activity activity) =>
        string.Create(CultureInfo.InvariantCulture, $"{label,-10} {confidence:0.00}  {activity.ToLabel()}");

    /// <summary>Windows in a row with one answer; a stretch ends where the next one starts.</summary>
    private List<Stretch> Stretches(ClassifiedFile file)
    {
        var stretches = new List<Stretch>();
        var count = 0;
        foreach (var window in file.Windows)
        {
            var (label, confidence) = GenreAnswer.For(window, _labels, options.ConfidenceFloor);
            if (stretches is [.., var last] && last.Label == label && last.Activity == window.Activity)
            {
                count++;
                stretches[^1] = last with { End = window.End, Confidence = last.Confidence + ((confidence - last.Confidence) / count) };
                continue;
            }
            if (stretches.Count > 0)
            {
                stretches[^1] = stretches[^1] with { End = window.Start };
            }
            stretches.Add(new(window.Start, window.End, label, confidence, window.Activity));
            count = 1;
        }
        return stretches;
    }

    private readonly record struct Stretch(TimeSpan Start, TimeSpan End, string Label, float Confidence, Activity Activity);
}
