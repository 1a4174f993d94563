using LiveGenre.Core.Evaluation;

namespace LiveGenre.Core.Tests.Evaluation;

public sealed class StreamMetricsTests
{
    private static readonly LabelledSpan[] Truth = [Span(0, 60, 0), Span(60, 120, 1), Span(120, 180, 2)];

    [Fact]
    public void Accuracy_LateAndWrongAndUndecided_IsTheShareOfTimeThatIsRight()
    {
        var metrics = Measure([Span(4, 70, 0), Span(70, 110, 1), Span(110, 180, 0)]);

        Assert.Equal(TimeSpan.FromSeconds(180), metrics.Duration);
        Assert.Equal((56 + 40) / 180.0, metrics.Accuracy, 1e-9);
    }

    [Fact]
    public void SwitchDelay_TwoSwitches_IsTheirMedianAndPercentile()
    {
        var metrics = Measure([Span(0, 66, 0), Span(66, 130, 1), Span(130, 180, 2)]);

        Assert.Equal(2, metrics.SwitchCount);
        Assert.Equal(0, metrics.MissedSwitchCount);
        Assert.Equal(TimeSpan.FromSeconds(6), metrics.MedianSwitchDelay);
        Assert.Equal(TimeSpan.FromSeconds(10), metrics.Percentile95SwitchDelay);
        Assert.Equal(0, metrics.FalseSwitchCount);
    }

    [Fact]
    public void SwitchDelay_DecidedBeforeTheSwitch_IsZero() =>
        Assert.Equal(TimeSpan.Zero, Measure([Span(0, 58, 0), Span(58, 118, 1), Span(118, 180, 2)]).Percentile95SwitchDelay);

    [Fact]
    public void MissedSwitchCount_LabelNeverReached_IsCountedAndLeftOutOfTheDelay()
    {
        var metrics = Measure([Span(0, 125, 0), Span(125, 180, 2)]);

        Assert.Equal(1, metrics.MissedSwitchCount);
        Assert.Equal(TimeSpan.FromSeconds(5), metrics.MedianSwitchDelay);
    }

    [Fact]
    public void MissedSwitchCount_LabelReachedOnlyInALaterSpan_IsMissed()
    {
        var metrics = new StreamMetrics(
            [Span(0, 10, 0), Span(10, 20, 1), Span(20, 30, 0), Span(30, 40, 1)],
            [Span(0, 33, 0), Span(33, 40, 1)], TimeSpan.Zero);

        Assert.Equal(3, metrics.SwitchCount);
        Assert.Equal(1, metrics.MissedSwitchCount); // the first turn to 1; 0 is on already at the second switch
        Assert.Equal(TimeSpan.Zero, metrics.MedianSwitchDelay);
        Assert.Equal(TimeSpan.FromSeconds(3), metrics.Percentile95SwitchDelay);
    }

    [Fact]
    public void FalseSwitches_OneExcursion_CountsOnceAndItsReturnNot()
    {
        var metrics = Measure([Span(0, 20, 0), Span(20, 24, 2), Span(24, 64, 0), Span(64, 124, 1), Span(124, 180, 2)]);

        Assert.Equal(1, metrics.FalseSwitchCount);
        Assert.Equal(1 / (180 / 3_600.0), metrics.FalseSwitchesPerHour, 1e-9);
    }

    [Fact]
    public void FalseSwitches_FallingBackToUnknown_CountsNot()
    {
        var metrics = Measure([Span(0, 20, 0), Span(20, 24, -1), Span(24, 64, 0), Span(64, 124, 1), Span(124, 180, 2)]);

        Assert.Equal(0, metrics.FalseSwitchCount);
    }

    [Fact]
    public void FalseSwitches_WithinTheToleranceOfATrueChange_CountNot()
    {
        Assert.Equal(0, Measure([Span(0, 57, 0), Span(57, 120, 1), Span(120, 180, 2)]).FalseSwitchCount);
        Assert.Equal(1, Measure([Span(0, 55, 0), Span(55, 120, 1), Span(120, 180, 2)]).FalseSwitchCount);
    }

    [Fact]
    public void Constructor_NothingToJudge_MeasuresZero()
    {
        var metrics = new StreamMetrics([], [Span(0, 10, 1)], TimeSpan.Zero);

        Assert.Equal((0, 0, 0), (metrics.Accuracy, metrics.FalseSwitchCount, metrics.FalseSwitchesPerHour));
    }

    [Fact]
    public void Constructor_OverlappingSpans_Throws()
    {
        Assert.Throws<ArgumentException>(() => Measure([Span(0, 20, 0), Span(19, 30, 1)]));
        Assert.Throws<ArgumentException>(() => Measure([Span(20, 10, 0)]));
    }

    private static StreamMetrics Measure(LabelledSpan[] decided) => new(Truth, decided, tolerance: TimeSpan.FromSeconds(4));

    private static LabelledSpan Span(double start, double end, int label) => new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end), label);
}
