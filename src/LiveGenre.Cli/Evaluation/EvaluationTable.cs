using System.Globalization;
using LiveGenre.Cli.Output;
using LiveGenre.Core.Decisions;
using LiveGenre.Core.Evaluation;

namespace LiveGenre.Cli.Evaluation;

/// <summary>An evaluation for people: the figures, a line a label, and who was taken for whom.</summary>
internal static class EvaluationTable
{
    /// <summary>At the most, between two columns.</summary>
    private const int ColumnGap = 3;

    /// <summary>Figures that nothing was measured for are left out, or –.</summary>
    public static void Print(EvaluationResult result)
    {
        if (result.Tracks.ItemCount > 0)
        {
            PrintGenres(result);
        }
        else
        {
            Console.WriteLine("No track of a genre was measured.");
        }
        PrintActivity(result.Activity);
    }

    private static void PrintGenres(EvaluationResult result)
    {
        var (tracks, windows) = (result.Tracks, result.Windows);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{tracks.ItemCount} track{(tracks.ItemCount == 1 ? "" : "s")}: accuracy {tracks.Accuracy:0.0%}, macro F1 {tracks.MacroF1:0.000}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{windows.ItemCount} windows: accuracy {windows.Accuracy:0.0%}, expected calibration error {windows.ExpectedCalibrationError:0.000}"));
        Console.WriteLine();
        PrintLabels(result);
        Console.WriteLine("Tracks of each label (row) by what they were taken for (column):");
        PrintConfusion(result.Labels, result.Tracks);
    }

    private static void PrintActivity(ActivityResult activity)
    {
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Activity: {activity.Windows.Accuracy:0.0%} of {activity.Windows.ItemCount} windows right"
            + $"{(activity.MusicAgainstSpeech is { } told ? $"; music told from speech in {told:0.0%}" : "")}"
            + $"{(activity.NoiseCalledMusic is { } noise ? $"; noise called music in {noise:0.0%}" : "")}."));
        PrintConfusion([.. ActivityLabels.OfModel], activity.Windows);
    }

    private static void PrintLabels(EvaluationResult result)
    {
        var table = TextTable.Create("LABEL", "PRECISION>", "RECALL>", "F1>", "TRACKS>");
        foreach (var (label, scores) in result.Labels.Zip(result.Tracks.Labels))
        {
            string Score(double value) => scores.Support > 0 ? value.ToString("0.000", CultureInfo.InvariantCulture) : "–";
            table.AddText(label, Score(scores.Precision), Score(scores.Recall), Score(scores.F1), scores.Support.ToString(CultureInfo.InvariantCulture));
        }
        table.Print();
        Console.WriteLine();
    }

    /// <summary>Only rows with items: a folder rarely holds every label.</summary>
    private static void PrintConfusion(IReadOnlyList<string> labels, ClassificationMetrics metrics)
    {
        var width = labels.Max(label => label.Length) + labels.Sum(label => label.Length + ColumnGap);
        var table = TextTable.Create(["", .. labels.Select(label => (width <= TextTable.MostColumns ? label : Short(label)) + ">")]);
        for (var truth = 0; truth < labels.Count; truth++)
        {
            if (metrics.Labels[truth].Support > 0)
            {
                var counts = Enumerable.Range(0, labels.Count).Select(predicted => metrics.Confusion(truth, predicted));
                table.AddText([labels[truth], .. counts.Select(count => count == 0 ? "." : count.ToString(CultureInfo.InvariantCulture))]);
            }
        }
        table.Print();
    }

    /// <summary>speech-over-music is spom: it must not look like speech.</summary>
    private static string Short(string label) =>
        label.Split('-') is [var first, _, ..] parts ? first[..Math.Min(2, first.Length)] + string.Concat(parts.Skip(1).Select(part => part[0]))
        : label.Length <= 4 ? label : label[..4];
}
