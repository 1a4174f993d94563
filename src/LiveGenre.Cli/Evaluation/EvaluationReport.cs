using LiveGenre.Cli.Plotting;
using LiveGenre.Core.Decisions;
using LiveGenre.Core.Evaluation;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Cli.Evaluation;

/// <summary>An evaluation as one HTML file that needs nothing beside it.</summary>
internal static class EvaluationReport
{
    private const int WorstTracks = 30;

    /// <summary>The page.</summary>
    /// <param name="result">What was measured.</param>
    /// <param name="manifest">Of the model.</param>
    /// <param name="name">What was measured on.</param>
    /// <param name="condition">What recordings went through.</param>
    /// <param name="command">The command line.</param>
    /// <param name="time">Now.</param>
    public static string Create(EvaluationResult result, ModelManifest manifest, string name, string condition, string command, DateTimeOffset time)
    {
        var (tracks, windows) = (result.Tracks, result.Windows);
        return HtmlPage.Create($"{manifest.Id} on {name}", $"""
            {HtmlPage.Facts(
                ("Tracks", $"{tracks.ItemCount} in {name}{(condition == ListeningCondition.None ? "" : ", through " + condition)}"),
                ("Accuracy", $"{HtmlPage.Percent(tracks.Accuracy)} of tracks, {HtmlPage.Percent(windows.Accuracy)} of {windows.ItemCount} windows"),
                ("Macro F1", HtmlPage.Number(tracks.MacroF1)),
                ("Expected calibration error", $"{HtmlPage.Number(windows.ExpectedCalibrationError)} of windows, {HtmlPage.Number(tracks.ExpectedCalibrationError)} of tracks"),
                ("Model", $"{manifest.Id}, SHA-256 {manifest.Model.Sha256}"),
                ("Command", command),
                ("Measured", HtmlPage.Time(time)))}
            <h2>Confusion</h2>
            <p>Tracks of each label (row) by what they were taken for (column); a stronger colour is a larger share of the row.</p>
            {EvaluationPictures.Confusion(result.Labels, tracks, "tracks")}
            {ConfusionTable(result.Labels, tracks)}
            <h2>Labels</h2>
            <p>From the top: precision, recall, F1.</p>
            {EvaluationPictures.Bars(result.Labels, tracks)}
            {ScoresTable(result.Labels, tracks, "tracks")}
            <h2>Reliability</h2>
            <p>Windows of similar confidence: on the diagonal they are right as often as they claim. A point's area is its share of the windows.</p>
            {EvaluationPictures.Reliability(windows)}
            {HtmlPage.Table(["confidence", "windows", "mean confidence", "right"], windows.Reliability.Where(bin => bin.Count > 0).Select(bin => new[]
            {
                $"{HtmlPage.Percent(bin.Low)} to {HtmlPage.Percent(bin.High)}", HtmlPage.Count(bin.Count), HtmlPage.Percent(bin.MeanConfidence), HtmlPage.Percent(bin.Accuracy),
            }))}
            <h2>Activity</h2>
            <p>Windows of each activity (row) by what they were taken for; every track with a genre is music.{Talk(result.Activity)}</p>
            {EvaluationPictures.Confusion([.. ActivityLabels.OfModel], result.Activity.Windows, "activities")}
            {ConfusionTable([.. ActivityLabels.OfModel], result.Activity.Windows)}
            {ScoresTable([.. ActivityLabels.OfModel], result.Activity.Windows, "windows")}
            <h2>Wrong tracks</h2>
            {WrongTracks(result)}
            """);
    }

    private static string Talk(ActivityResult activity) =>
        (activity.MusicAgainstSpeech is { } told ? $" Music is told from speech in {HtmlPage.Percent(told)} of their windows." : "")
        + (activity.NoiseCalledMusic is { } noise ? $" Noise is called music in {HtmlPage.Percent(noise)} of its windows." : "");

    private static string ConfusionTable(IReadOnlyList<string> labels, ClassificationMetrics metrics) => HtmlPage.Table(
        ["truth", .. labels, "none"],
        labels.Select((label, truth) => (IEnumerable<string>)
        [
            label,
            .. Enumerable.Range(0, labels.Count).Append(-1).Select(predicted => metrics.Confusion(truth, predicted)).Select(count => count == 0 ? "·" : HtmlPage.Count(count)),
        ]));

    private static string ScoresTable(IReadOnlyList<string> labels, ClassificationMetrics metrics, string items) => HtmlPage.Table(
        ["label", "precision", "recall", "F1", items],
        labels.Zip(metrics.Labels, (label, scores) =>
        {
            string Score(double value) => scores.Support > 0 ? HtmlPage.Number(value) : "–";
            return new[] { label, Score(scores.Precision), Score(scores.Recall), Score(scores.F1), HtmlPage.Count(scores.Support) };
        }));

    private static string WrongTracks(EvaluationResult result)
    {
        var wrong = result.Judged.Where(track => track.Prediction.Predicted != track.Prediction.Truth).ToList();
        return wrong.Count == 0 ? "<p>None.</p>" : $"""
            <p>The {Math.Min(WorstTracks, wrong.Count)} of {wrong.Count} that the model is surest of.</p>
            {HtmlPage.Table(["track", "taken for", "confidence", "the truth's probability"], wrong
                .OrderByDescending(track => track.Prediction.Confidence)
                .Take(WorstTracks)
                .Select(track => new[]
                {
                    $"{result.Labels[track.Prediction.Truth]}/{Path.GetFileName(track.Path)}",
                    track.Prediction.Predicted < 0 ? "nothing" : result.Labels[track.Prediction.Predicted],
                    HtmlPage.Number(track.Prediction.Confidence),
                    HtmlPage.Number(track.TruthProbability),
                }))}
            """;
    }
}
