using System.Globalization;
using LiveGenre.Cli.Output;
using LiveGenre.Core.Evaluation;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>A stream evaluation for people.</summary>
internal static class StreamTable
{
    private const int TunedRows = 8;

    public static void Print(StreamResult result)
    {
        var programme = result.Programme;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{programme.Duration.ToClock()} of programme: {Counted(result.Count(ProgrammeItemKind.Play), "track")} ({programme.RepeatedCount} repeated to fill their time), {Counted(result.Count(ProgrammeItemKind.Talk), "talk")}, {Counted(result.Count(ProgrammeItemKind.Pause), "pause")}, {Counted(programme.Items.Count(item => item.Voice is not null), "voice")} over music; {Counted(programme.Windows.Count, "window")}"));
        Console.WriteLine();
        PrintOutcomes(result);
        if (result.Outcomes.All(outcome => outcome.Options.Smoothing != SmoothingKind.TrackFilter))
        {
            Console.WriteLine("No track filter: the model does not tell recordings apart, as one trained on few does not; the daemon uses the forward filter.");
            Console.WriteLine();
        }
        foreach (var ranked in result.Tuned)
        {
            PrintTuned(ranked);
        }
        if (result.Best is { } best)
        {
            Console.WriteLine($"Best, for appsettings.json{Caveat(best, result.BestWithinLimits)}:");
            Console.WriteLine(SmootherNames.Settings(best.Options));
        }
    }

    private static void PrintOutcomes(StreamResult result)
    {
        var table = TextTable.Create(["", .. result.Outcomes.Select(outcome => Heading(outcome, result) + ">")]);
        void Row(string name, Func<SmootherOutcome, string> value) => table.AddText([name, .. result.Outcomes.Select(value)]);
        Row("setting", outcome => string.Create(CultureInfo.InvariantCulture, $"{SmootherNames.Describe(outcome.Options)}, margin {outcome.Options.Margin:0.##}"));
        Row("time right", outcome => Percent(outcome.AgainstLabels.Accuracy));
        Row("time unknown", outcome => Percent(outcome.UnknownShare));
        Row("time with the right activity", outcome => Percent(outcome.ActivityAccuracy));
        Row("", _ => "");
        AddMetrics(" to the label", outcome => outcome.AgainstLabels);
        Row("", _ => "");
        AddMetrics(" to the track's own answer", outcome => outcome.AgainstOwnAnswers);
        table.Print();
        Console.WriteLine();

        void AddMetrics(string to, Func<SmootherOutcome, StreamMetrics> metrics)
        {
            Row("switches" + to, outcome => Text(metrics(outcome).SwitchCount));
            Row("  never made", outcome => Text(metrics(outcome).MissedSwitchCount));
            Row("  delay, median", outcome => Seconds(metrics(outcome).MedianSwitchDelay));
            Row("  delay, 95th percentile", outcome => Seconds(metrics(outcome).Percentile95SwitchDelay));
            Row("  false switches", outcome => Text(metrics(outcome).FalseSwitchCount));
            Row("  false switches an hour", outcome => metrics(outcome).FalseSwitchesPerHour.ToString("0.0", CultureInfo.InvariantCulture));
        }
    }

    private static void PrintTuned(IReadOnlyList<SmootherOutcome> ranked)
    {
        Console.WriteLine($"{SmootherNames.Of(ranked[0].Options.Smoothing)}, the best {Math.Min(TunedRows, ranked.Count)} of {ranked.Count} settings (delays and false switches against own answers):");
        var table = TextTable.Create("SETTING", "MARGIN>", "TIME RIGHT>", "MEDIAN>", "95TH>", "FALSE/H>", "UNKNOWN>", "LIMITS");
        foreach (var outcome in ranked.Take(TunedRows))
        {
            var own = outcome.AgainstOwnAnswers;
            table.AddText(
                SmootherNames.Describe(outcome.Options), outcome.Options.Margin.ToString("0.00", CultureInfo.InvariantCulture),
                Percent(outcome.AgainstLabels.Accuracy), Seconds(own.MedianSwitchDelay), Seconds(own.Percentile95SwitchDelay),
                own.FalseSwitchesPerHour.ToString("0.0", CultureInfo.InvariantCulture), Percent(outcome.UnknownShare),
                SmootherTuning.Excess(outcome) > 0 ? "exceeded" : "kept");
        }
        table.Print();
        Console.WriteLine();
    }

    /// <summary>What to know of the best setting where it exceeds a limit.</summary>
    /// <param name="best">The best setting.</param>
    /// <param name="kept">The best of those that keep all limits, if any does.</param>
    internal static string Caveat(SmootherOutcome best, SmootherOutcome? kept) =>
        SmootherTuning.Excess(best) == 0 ? ""
        : kept is null ? " (no setting keeps all limits)"
        : " (no setting within two points of the best time right keeps all limits; the best that keeps them is "
            + string.Create(CultureInfo.InvariantCulture, $"{SmootherNames.Of(kept.Options.Smoothing)}, {SmootherNames.Describe(kept.Options)}, margin {kept.Options.Margin:0.##}: {Percent(kept.AgainstLabels.Accuracy)} right)");

    private static string Heading(SmootherOutcome outcome, StreamResult result) =>
        SmootherNames.Of(outcome.Options.Smoothing).ToUpperInvariant() + (outcome.Options.Smoothing == result.InUse ? " (in use)" : "");

    private static string Counted(int count, string what) => $"{Text(count)} {what}{(count == 1 ? "" : "s")}";

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan? time) => time is { } delay ? delay.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s" : "-";

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
