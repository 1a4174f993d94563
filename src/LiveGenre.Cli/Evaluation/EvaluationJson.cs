using System.Text.Json;
using LiveGenre.Cli.Output;
using LiveGenre.Core.Decisions;
using LiveGenre.Core.Evaluation;

namespace LiveGenre.Cli.Evaluation;

/// <summary>An evaluation for programs.</summary>
internal static class EvaluationJson
{
    private const int Decimals = 6;

    /// <summary>One JSON object on one line. <c>ece</c> is that of windows: there are enough of them to tell.</summary>
    /// <param name="result">What was measured.</param>
    /// <param name="model">Its id.</param>
    /// <param name="condition">What recordings went through.</param>
    public static string Create(EvaluationResult result, string model, string condition) => JsonLine.Create(json =>
    {
        json.WriteNumber("tracks", result.Tracks.ItemCount);
        json.WriteRounded("accuracy", result.Tracks.Accuracy, Decimals);
        json.WriteRounded("window_accuracy", result.Windows.Accuracy, Decimals);
        json.WriteRounded("macro_f1", result.Tracks.MacroF1, Decimals);
        WriteLabels(json, result.Labels, result.Tracks);
        json.WriteRounded("ece", result.Windows.ExpectedCalibrationError, Decimals);
        json.WriteNumber("windows", result.Windows.ItemCount);
        json.WriteStartArray("reliability");
        foreach (var bin in result.Windows.Reliability.Where(bin => bin.Count > 0))
        {
            json.WriteStartObject();
            json.WriteRounded("confidence", bin.MeanConfidence, Decimals);
            json.WriteRounded("accuracy", bin.Accuracy, Decimals);
            json.WriteNumber("windows", bin.Count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("activity");
        json.WriteNumber("windows", result.Activity.Windows.ItemCount);
        json.WriteRounded("accuracy", result.Activity.Windows.Accuracy, Decimals);
        WriteShare(json, "music_against_speech", result.Activity.MusicAgainstSpeech);
        WriteShare(json, "noise_called_music", result.Activity.NoiseCalledMusic);
        WriteLabels(json, [.. ActivityLabels.OfModel], result.Activity.Windows);
        json.WriteEndObject();
        json.WriteString("model", model);
        json.WriteString("through", condition);
    });

    private static void WriteLabels(Utf8JsonWriter json, IReadOnlyList<string> labels, ClassificationMetrics metrics)
    {
        json.WriteStartObject("per_label");
        foreach (var (label, scores) in labels.Zip(metrics.Labels))
        {
            json.WriteStartObject(label);
            json.WriteRounded("precision", scores.Precision, Decimals);
            json.WriteRounded("recall", scores.Recall, Decimals);
            json.WriteRounded("f1", scores.F1, Decimals);
            json.WriteNumber("support", scores.Support);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteStartArray("confusion");
        for (var truth = 0; truth < labels.Count; truth++)
        {
            json.WriteStartArray();
            for (var predicted = 0; predicted < labels.Count; predicted++)
            {
                json.WriteNumberValue(metrics.Confusion(truth, predicted));
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteStartArray("labels");
        foreach (var label in labels)
        {
            json.WriteStringValue(label);
        }
        json.WriteEndArray();
    }

    private static void WriteShare(Utf8JsonWriter json, string name, double? share)
    {
        if (share is { } value)
        {
            json.WriteRounded(name, value, Decimals);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
