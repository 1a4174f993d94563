using LiveGenre.Core.Evaluation;

namespace LiveGenre.Core.Tests.Evaluation;

public sealed class ClassificationMetricsTests
{
    // Truth 0: right, right, taken for 1. Truth 1: right, not answered. Label 2 never occurs, label 3 only as a prediction.
    private static readonly LabelledPrediction[] Items =
    [
        new(0, 0, 0.9f), new(0, 0, 0.8f), new(0, 1, 0.6f), new(1, 1, 0.7f), new(1, -1, 0.3f), new(1, 3, 0.5f),
    ];

    private readonly ClassificationMetrics _metrics = new(4, Items);

    [Fact]
    public void Accuracy_UnansweredItem_CountsAsWrong() => Assert.Equal(3 / 6.0, _metrics.Accuracy, 1e-9);

    [Fact]
    public void Confusion_EveryItem_StandsInItsCell()
    {
        Assert.Equal(2, _metrics.Confusion(0, 0));
        Assert.Equal(1, _metrics.Confusion(0, 1));
        Assert.Equal(1, _metrics.Confusion(1, 1));
        Assert.Equal(1, _metrics.Confusion(1, -1));
        Assert.Equal(1, _metrics.Confusion(1, 3));
        Assert.Equal(0, _metrics.Confusion(1, 0));
        Assert.Equal(6, Enumerable.Range(0, 4).Sum(truth => Enumerable.Range(-1, 5).Sum(predicted => _metrics.Confusion(truth, predicted))));
    }

    [Fact]
    public void Labels_EachLabel_HasItsScores()
    {
        AssertScores(new(1, 2 / 3.0, 0.8, 3), _metrics.Labels[0]);
        AssertScores(new(0.5, 1 / 3.0, 0.4, 3), _metrics.Labels[1]);
        AssertScores(new(0, 0, 0, 0), _metrics.Labels[2]);
        AssertScores(new(0, 0, 0, 0), _metrics.Labels[3]);
    }

    [Fact]
    public void MacroF1_LabelThatNeverOccurs_IsLeftOut() =>
        Assert.Equal((0.8 + 0.4 + 0) / 3, _metrics.MacroF1, 1e-9);

    [Fact]
    public void Reliability_Confidences_FallIntoTheirBins()
    {
        Assert.Equal(15, _metrics.Reliability.Count);
        Assert.Equal(5, _metrics.Reliability.Sum(bin => bin.Count));
        var bin = _metrics.Reliability[13]; // (0.867, 0.933]
        Assert.Equal(1, bin.Count);
        Assert.Equal(0.9, bin.MeanConfidence, 1e-6);
        Assert.Equal(1, bin.Accuracy, 1e-9);
    }

    [Fact]
    public void ExpectedCalibrationError_OneItemABin_IsTheMeanDistance() =>
        // 0.9, 0.8, 0.7 right; 0.6 and 0.5 wrong; each alone in its bin
        Assert.Equal((0.1 + 0.2 + 0.3 + 0.6 + 0.5) / 5, _metrics.ExpectedCalibrationError, 1e-6);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 14)]
    public void Reliability_ConfidenceAtAnEnd_HasABin(float confidence, int bin) =>
        Assert.Equal(1, new ClassificationMetrics(1, [new(0, 0, confidence)]).Reliability[bin].Count);

    [Fact]
    public void Constructor_NoItems_MeasuresZero()
    {
        var empty = new ClassificationMetrics(2, []);

        Assert.Equal((0, 0, 0), (empty.Accuracy, empty.MacroF1, empty.ExpectedCalibrationError));
    }

    [Theory]
    [InlineData(-1, 0, 0.5f)]
    [InlineData(4, 0, 0.5f)]
    [InlineData(0, 4, 0.5f)]
    [InlineData(0, 0, 1.1f)]
    [InlineData(0, 0, float.NaN)]
    public void Constructor_ImpossibleItem_Throws(int truth, int predicted, float confidence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassificationMetrics(4, [new(truth, predicted, confidence)]));

    private static void AssertScores(LabelScores expected, LabelScores actual)
    {
        Assert.Equal(expected.Precision, actual.Precision, 1e-9);
        Assert.Equal(expected.Recall, actual.Recall, 1e-9);
        Assert.Equal(expected.F1, actual.F1, 1e-9);
        Assert.Equal(expected.Support, actual.Support);
    }
}
