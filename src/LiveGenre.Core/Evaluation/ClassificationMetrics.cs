namespace LiveGenre.Core.Evaluation;

/// <summary>How well a classifier did on labelled items. Items without prediction count as wrong.</summary>
public sealed class ClassificationMetrics
{
    /// <summary>Bins of the reliability diagram. Source: Guo et al., "On Calibration of Modern Neural Networks", 2017.</summary>
    public const int ReliabilityBinCount = 15;

    private readonly int[] _confusion; // [labels × (labels + 1)], the last column counts items without prediction
    private readonly LabelScores[] _labels;
    private readonly ReliabilityBin[] _reliability;

    /// <summary>Counts and measures.</summary>
    /// <param name="labels">Number of labels, 1 or more.</param>
    /// <param name="predictions">Any number, in any order.</param>
    /// <exception cref="ArgumentOutOfRangeException">A label or a confidence lies outside its range.</exception>
    public ClassificationMetrics(int labels, IReadOnlyCollection<LabelledPrediction> predictions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 1);
        LabelCount = labels;
        ItemCount = predictions.Count;
        _confusion = Count(labels, predictions);
        _labels = [.. Enumerable.Range(0, labels).Select(Score)];
        _reliability = Bin(predictions);

        var right = Enumerable.Range(0, labels).Sum(label => Confusion(label, label));
        Accuracy = Ratio(right, ItemCount);
        var seen = _labels.Where((scores, label) => scores.Support > 0 || Predicted(label) > 0).ToArray();
        MacroF1 = seen.Length == 0 ? 0 : seen.Average(scores => scores.F1);
        var answered = _reliability.Sum(bin => bin.Count);
        ExpectedCalibrationError = _reliability.Sum(bin => Ratio(bin.Count, answered) * Math.Abs(bin.Accuracy - bin.MeanConfidence));
    }

    /// <summary>Number of labels.</summary>
    public int LabelCount { get; }

    /// <summary>Number of items.</summary>
    public int ItemCount { get; }

    /// <summary>Share of items that were predicted right, 0 to 1; 0 when there are none.</summary>
    public double Accuracy { get; }

    /// <summary>Mean F1 of the labels that occur among truths or predictions, 0 to 1.</summary>
    public double MacroF1 { get; }

    /// <summary>Mean distance of confidence from accuracy over <see cref="Reliability"/>, weighed by count, 0 to 1. Items without prediction make no claim and do not count.</summary>
    public double ExpectedCalibrationError { get; }

    /// <summary>[labels].</summary>
    public IReadOnlyList<LabelScores> Labels => _labels;

    /// <summary>[<see cref="ReliabilityBinCount"/>] bins of equal width from 0 to 1.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability => _reliability;

    /// <summary>Items of label <paramref name="truth"/> that were predicted as <paramref name="predicted"/>; below 0 for those without prediction.</summary>
    public int Confusion(int truth, int predicted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(truth);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(truth, LabelCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(predicted, LabelCount);
        return _confusion[Cell(LabelCount, truth, predicted)];
    }

    private static int Cell(int labels, int truth, int predicted) => (truth * (labels + 1)) + (predicted < 0 ? labels : predicted);

    private static int[] Count(int labels, IReadOnlyCollection<LabelledPrediction> predictions)
    {
        var confusion = new int[labels * (labels + 1)];
        foreach (var item in predictions)
        {
            if (item.Truth < 0 || item.Truth >= labels || item.Predicted >= labels || item.Confidence is not (>= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(predictions), item, $"Labels run from 0 to {labels - 1} and confidences from 0 to 1.");
            }
            confusion[Cell(labels, item.Truth, item.Predicted)]++;
        }
        return confusion;
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    private int Predicted(int label) => Enumerable.Range(0, LabelCount).Sum(truth => Confusion(truth, label));

    private LabelScores Score(int label)
    {
        var right = Confusion(label, label);
        var support = Enumerable.Range(-1, LabelCount + 1).Sum(predicted => Confusion(label, predicted));
        var (precision, recall) = (Ratio(right, Predicted(label)), Ratio(right, support));
        return new(precision, recall, Ratio(2 * precision * recall, precision + recall), support);
    }

    private static ReliabilityBin[] Bin(IEnumerable<LabelledPrediction> predictions)
    {
        var bins = predictions
            .Where(item => item.Predicted >= 0)
            .ToLookup(item => Math.Max(0, (int)Math.Ceiling(item.Confidence * ReliabilityBinCount) - 1));
        return
        [
            .. Enumerable.Range(0, ReliabilityBinCount).Select(bin => new ReliabilityBin(
                (double)bin / ReliabilityBinCount,
                (bin + 1.0) / ReliabilityBinCount,
                bins[bin].Count(),
                bins[bin].Select(item => (double)item.Confidence).DefaultIfEmpty().Average(),
                bins[bin].Select(item => item.Predicted == item.Truth ? 1.0 : 0).DefaultIfEmpty().Average())),
        ];
    }
}
