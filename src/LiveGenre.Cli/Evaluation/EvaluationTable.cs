using System.Globalization;
using LiveGenre.Cli.Output;

namespace LiveGenre.Cli.Evaluation;

/// <summary>An evaluation for people: the figures, a line a label, and who was taken for whom.</summary>
internal static class EvaluationTable
{
    public static void Print(EvaluationResult result)
    {
        var (tracks, windows) = (result.Tracks, result.Windows);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{tracks.ItemCount} track{(tracks.ItemCount == 1 ? "" : "s")}: accuracy {tracks.Accuracy:0.0%}, macro F1 {tracks.MacroF1:0.000}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{windows.ItemCount} windows: accuracy {windows.Accuracy:0.0%}, expected calibration error {windows.ExpectedCalibrationError:0.000}"));
        Console.WriteLine();
        PrintLabels(result);
        PrintConfusion(result);
    }

    private static void PrintLabels(EvaluationResult result)
    {
        var table = TextTable.Create("LABEL", "PRECISION>", "RECALL>", "F1>", "TRACKS>");
        foreach (var (label, scores) in result.Labels.Zip(result.Tracks.Labels))
        {
            table.AddText(label, Ratio(scores.Precision), Ratio(scores.Recall), Ratio(scores.F1), scores.Support.ToString(CultureInfo.InvariantCulture));
        }
        table.Print();
        Console.WriteLine();
    }

    /// <summary>Only rows with tracks: a folder rarely holds every label.</summary>
    private static void PrintConfusion(EvaluationResult result)
    {
        Console.WriteLine("Tracks of each label (row) by what they were taken for (column):");
        var table = TextTable.Create(["", .. result.Labels.Select(label => Short(label) + ">")]);
        for (var truth = 0; truth < result.Labels.Count; truth++)
        {
            if (result.Tracks.Labels[truth].Support > 0)
            {
                var counts = Enumerable.Range(0, result.Labels.Count).Select(predicted => result.Tracks.Confusion(truth, predicted));
                table.AddText([result.Labels[truth], .. counts.Select(count => count == 0 ? "." : count.ToString(CultureInfo.InvariantCulture))]);
            }
        }
        table.Print();
    }

    private static string Ratio(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Short(string label) => label.Length <= 4 ? label : label[..4];
}
