using LiveGenre.Cli.Output;

namespace LiveGenre.Cli.Evaluation;

/// <summary>An evaluation for programs.</summary>
internal static class EvaluationJson
{
    private const int Decimals = 6;

    /// <summary>One JSON object on one line. <c>ece</c> is that of windows: there are enough of them to tell.</summary>
    public static string Create(EvaluationResult result) => JsonLine.Create(json =>
    {
        json.WriteNumber("tracks", result.Tracks.ItemCount);
        json.WriteRounded("accuracy", result.Tracks.Accuracy, Decimals);
        json.WriteRounded("window_accuracy", result.Windows.Accuracy, Decimals);
        json.WriteRounded("macro_f1", result.Tracks.MacroF1, Decimals);
        json.WriteStartObject("per_label");
        foreach (var (label, scores) in result.Labels.Zip(result.Tracks.Labels))
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
        for (var truth = 0; truth < result.Labels.Count; truth++)
        {
            json.WriteStartArray();
            for (var predicted = 0; predicted < result.Labels.Count; predicted++)
            {
                json.WriteNumberValue(result.Tracks.Confusion(truth, predicted));
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteStartArray("labels");
        foreach (var label in result.Labels)
        {
            json.WriteStringValue(label);
        }
        json.WriteEndArray();
        json.WriteRounded("ece", result.Windows.ExpectedCalibrationError, Decimals);
    });
}
