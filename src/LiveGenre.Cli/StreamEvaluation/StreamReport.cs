using LiveGenre.Cli.Output;
using LiveGenre.Cli.Plotting;
using LiveGenre.Core.Evaluation;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>A stream evaluation as one HTML file that needs nothing beside it.</summary>
internal static class StreamReport
{
    private const int TunedRows = 20;

    /// <summary>The page.</summary>
    /// <param name="result">What was measured.</param>
    /// <param name="manifest">Of the model.</param>
    /// <param name="name">What was measured on.</param>
    /// <param name="condition">What recordings went through.</param>
    /// <param name="command">The command line.</param>
    /// <param name="time">Now.</param>
    public static string Create(StreamResult result, ModelManifest manifest, string name, string condition, string command, DateTimeOffset time) =>
        HtmlPage.Create($"{manifest.Id} on air, with {name}", $"""
            {HtmlPage.Facts(
                ("Programme", $"{result.Programme.Duration.ToClock()}: {result.Count(ProgrammeItemKind.Play)} tracks ({result.Programme.RepeatedCount} repeated to fill their time), {result.Count(ProgrammeItemKind.Talk)} talks, {result.Count(ProgrammeItemKind.Pause)} pauses"),
                ("Through", condition),
                ("Model", $"{manifest.Id}, SHA-256 {manifest.Model.Sha256}"),
                ("Command", command),
                ("Measured", HtmlPage.Time(time)))}
            <h2>How the decision follows</h2>
            <p>Against the labels: a track that the model takes for something else is never switched to. Against own answers: each track counts as what was
            answered for most of its time, so that only quickness and steadiness are measured. A false switch is a turn to another label within a track,
            once its first decision has settled ({SmootherOutcome.Settling.TotalSeconds:0} s at the latest). Delays run from the middle of a cross-fade to the publication of the decision.</p>
            {Outcomes(result)}
            <h2>The programme</h2>
            <p>What was true, above what was decided when. Rest on a box to read it.</p>
            {TimelinePicture.Create(result)}
            {Items(result)}
            {string.Concat(result.Tuned.Select(Tuned))}
            {(result.Best is { } best ? $"<h2>Best settings</h2>\n<p>{HtmlPage.Text($"For appsettings.json{StreamTable.Caveat(best, result.BestWithinLimits)}:")}</p>\n<pre>{HtmlPage.Text(SmootherNames.Settings(best.Options))}</pre>" : "")}
            """);

    private static string Outcomes(StreamResult result)
    {
        string[] Row(string name, Func<SmootherOutcome, string> value) => [name, .. result.Outcomes.Select(value)];
        string[][] Metrics(string to, Func<SmootherOutcome, StreamMetrics> metrics) =>
        [
            Row($"switches, against {to}", o => HtmlPage.Count(metrics(o).SwitchCount)),
            Row("never made", o => HtmlPage.Count(metrics(o).MissedSwitchCount)),
            Row("delay, median", o => Seconds(metrics(o).MedianSwitchDelay)),
            Row("delay, 95th percentile", o => Seconds(metrics(o).Percentile95SwitchDelay)),
            Row("false switches an hour", o => FormattableString.Invariant($"{metrics(o).FalseSwitchesPerHour:0.0}")),
        ];
        return HtmlPage.Table(
            ["", .. result.Outcomes.Select(o => SmootherNames.Of(o.Options.Smoothing) + (o.Options.Smoothing == result.InUse ? " (in use)" : ""))],
            [
                Row("setting", o => FormattableString.Invariant($"{SmootherNames.Describe(o.Options)}, margin {o.Options.Margin:0.##}")),
                Row("time right", o => HtmlPage.Percent(o.AgainstLabels.Accuracy)),
                Row("time unknown", o => HtmlPage.Percent(o.UnknownShare)),
                Row("time with the right activity", o => HtmlPage.Percent(o.ActivityAccuracy)),
                .. Metrics("the labels", o => o.AgainstLabels),
                .. Metrics("own answers", o => o.AgainstOwnAnswers),
            ]);
    }

    private static string Items(StreamResult result) => "<details><summary>The programme as a table</summary>\n" + HtmlPage.Table(
        ["from", "item", "truth", .. result.Outcomes.Select(o => $"{SmootherNames.Of(o.Options.Smoothing)}, most of the time")],
        result.Programme.Items.Zip(result.Programme.Genres).Select(pair => (IEnumerable<string>)
        [
            pair.Second.Start.ToClock(), pair.First.Item.ToString(), LabelNames.Of(pair.Second.Label, result.Labels),
            .. result.Outcomes.Select(o => LabelNames.Of(StreamMetrics.OwnAnswers([pair.Second], o.Decided)[0].Label, result.Labels)),
        ])) + "</details>";

    private static string Tuned(IReadOnlyList<SmootherOutcome> ranked) =>
        $"<h2>Settings of the {SmootherNames.Of(ranked[0].Options.Smoothing)}</h2>\n<p>The best {Math.Min(TunedRows, ranked.Count)} of {ranked.Count}; delays and false switches against own answers; the limits are {SmootherTuning.MedianLimit.TotalSeconds:0} s, {SmootherTuning.Percentile95Limit.TotalSeconds:0} s and {SmootherTuning.FalseSwitchesLimit} an hour.</p>\n"
        + HtmlPage.Table(
            ["setting", "margin", "time right", "unknown", "delay, median", "delay, 95th", "false an hour", "limits"],
            ranked.Take(TunedRows).Select(o => new[]
            {
                SmootherNames.Describe(o.Options), FormattableString.Invariant($"{o.Options.Margin:0.00}"), HtmlPage.Percent(o.AgainstLabels.Accuracy),
                HtmlPage.Percent(o.UnknownShare), Seconds(o.AgainstOwnAnswers.MedianSwitchDelay), Seconds(o.AgainstOwnAnswers.Percentile95SwitchDelay),
                FormattableString.Invariant($"{o.AgainstOwnAnswers.FalseSwitchesPerHour:0.0}"),
                SmootherTuning.Excess(o) > 0 ? "exceeded" : "kept",
            }));

    private static string Seconds(TimeSpan? time) => time is { } delay ? FormattableString.Invariant($"{delay.TotalSeconds:0.0} s") : "-";
}
