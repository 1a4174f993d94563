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
    public void SwitchDelay_NoSwitchWasFollowed_IsUnknownRatherThanZero()
    {
        var metrics = new StreamMetrics([Span(0, 60, 0)], [Span(0, 60, 0)], TimeSpan.Zero);

        Assert.Equal((0, null, null), (metrics.SwitchCount, metrics.MedianSwitchDelay, metrics.Percentile95SwitchDelay));
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
    public void FalseSwitches_BeforeTheFirstDecisionSettles_CountNot()
    {
        // The first turn in a track's time settles it; what turns away from the label after that is false.
        Assert.Equal(0, Measure([Span(0, 64, 0), Span(64, 124, 1), Span(124, 180, 2)]).FalseSwitchCount);
        Assert.Equal(0, Measure([Span(0, 64, 0), Span(64, 70, 2), Span(70, 124, 1), Span(124, 180, 2)]).FalseSwitchCount);
        Assert.Equal(1, Measure([Span(0, 64, 0), Span(64, 70, 1), Span(70, 124, 3), Span(124, 180, 2)]).FalseSwitchCount);
    }

    [Fact]
    public void FalseSwitches_CarriedLabelThatTurnsLate_Counts()
    {
        Assert.Equal(0, Measure([Span(0, 71, 0), Span(71, 124, 3), Span(124, 180, 2)]).FalseSwitchCount);
        Assert.Equal(1, Measure([Span(0, 72, 0), Span(72, 124, 3), Span(124, 180, 2)]).FalseSwitchCount); // 12 s are over
    }

    [Fact]
    public void FalseSwitches_OutsideLabelledSpans_CountNot()
    {
        var metrics = new StreamMetrics(
            [Span(0, 60, 0), Span(60, 120, -2)], [Span(0, 60, 0), Span(60, 80, 0), Span(80, 90, 1), Span(90, 120, 3)], TimeSpan.FromSeconds(12));

        Assert.Equal(0, metrics.FalseSwitchCount);
        Assert.Equal(TimeSpan.FromSeconds(60), metrics.LabelledDuration);
    }

    [Fact]
    public void FalseSwitches_NoneBetweenTracks_LetsTheNextDecisionSettleFirst()
    {
        LabelledSpan[] truth = [Span(0, 60, 0), Span(60, 80, -2), Span(80, 140, 0)];

        // After talk the decision starts afresh: 3 is the track's first, 0 its return.
        Assert.Equal(0, new StreamMetrics(truth, [Span(0, 60, 0), Span(60, 84, -2), Span(84, 90, 3), Span(90, 140, 0)], TimeSpan.FromSeconds(12)).FalseSwitchCount);
        Assert.Equal(1, new StreamMetrics(truth, [Span(0, 60, 0), Span(60, 84, -2), Span(84, 90, 0), Span(90, 140, 3)], TimeSpan.FromSeconds(12)).FalseSwitchCount);
    }

    [Fact]
    public void OwnAnswers_WronglyDecidedTrack_TakesTheLabelOfMostOfItsTime()
    {
        LabelledSpan[] decided = [Span(0, 64, 0), Span(64, 80, 1), Span(80, 90, 3), Span(90, 104, 1), Span(104, 120, 3), Span(120, 180, -1)];

        var own = StreamMetrics.OwnAnswers(Truth, decided);

        Assert.Equal([0, 1, 2], own.Select(span => span.Label)); // 30 s of 1 against 26 s of 3; nothing but unknown in the last
        Assert.Equal(Truth.Select(span => (span.Start, span.End)), own.Select(span => (span.Start, span.End)));
        Assert.Equal(3, StreamMetrics.OwnAnswers([Span(0, 60, 0)], [Span(0, 20, 0), Span(20, 60, 3)])[0].Label);
        Assert.Equal(-2, StreamMetrics.OwnAnswers([Span(0, 60, -2)], [Span(0, 60, 3)])[0].Label);
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

    private static StreamMetrics Measure(LabelledSpan[] decided) => new(Truth, decided, settling: TimeSpan.FromSeconds(12));

    private static LabelledSpan Span(double start, double end, int label) => new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end), label);
}
