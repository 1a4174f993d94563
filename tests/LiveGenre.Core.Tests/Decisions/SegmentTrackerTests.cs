using FsCheck.Fluent;
using LiveGenre.Core.Decisions;

namespace LiveGenre.Core.Tests.Decisions;

public sealed class SegmentTrackerTests
{
    private readonly SegmentTracker _tracker = new();

    [Fact]
    public void TryAdvance_LabelChanges_ClosesAtTheNewWindowsStart()
    {
        Assert.False(_tracker.TryAdvance(1, Activity.Music, 0.5f, 0, 400, out _));
        Assert.False(_tracker.TryAdvance(1, Activity.Music, 0.75f, 200, 600, out _));

        Assert.True(_tracker.TryAdvance(2, Activity.Music, 0.9f, 400, 800, out var closed));

        Assert.Equal(new DecisionSegment(1, Activity.Music, 0, 400, 0.625f, 2), closed);
        Assert.Equal(new DecisionSegment(2, Activity.Music, 400, 800, 0.9f, 1), _tracker.Open);
    }

    [Fact]
    public void TryAdvance_OnlyTheActivityChanges_ClosesToo()
    {
        _tracker.TryAdvance(1, Activity.Music, 0.5f, 0, 400, out _);

        Assert.True(_tracker.TryAdvance(1, Activity.SpeechOverMusic, 0.5f, 200, 600, out var closed));

        Assert.Equal(new DecisionSegment(1, Activity.Music, 0, 200, 0.5f, 1), closed);
    }

    [Fact]
    public void TryClose_AtAGap_EndsWithTheLastWindow()
    {
        _tracker.TryAdvance(1, Activity.Music, 0.5f, 0, 400, out _);
        _tracker.TryAdvance(1, Activity.Music, 0.5f, 200, 600, out _);

        Assert.True(_tracker.TryClose(out var closed));

        Assert.Equal(new DecisionSegment(1, Activity.Music, 0, 600, 0.5f, 2), closed);
        Assert.Null(_tracker.Open);
        Assert.False(_tracker.TryClose(out _));
    }

    [Fact]
    public void TryAdvance_SameLabelAfterAGap_IsANewSegment()
    {
        _tracker.TryAdvance(1, Activity.Music, 0.5f, 0, 400, out _);
        _tracker.TryClose(out _);

        Assert.False(_tracker.TryAdvance(1, Activity.Music, 0.7f, 5_000, 5_400, out _));

        Assert.Equal(new DecisionSegment(1, Activity.Music, 5_000, 5_400, 0.7f, 1), _tracker.Open);
    }

    [Fact]
    public void TryAdvance_AnyLabels_TilesTheStream()
    {
        Prop.ForAll<bool[]>(labels =>
        {
            var (tracker, segments) = (new SegmentTracker(), new List<DecisionSegment>());
            for (var window = 0; window < labels.Length; window++)
            {
                if (tracker.TryAdvance(labels[window] ? 1 : 0, Activity.Music, 1, window * 2, (window * 2) + 4, out var closed))
                {
                    segments.Add(closed);
                }
            }
            if (tracker.TryClose(out var last))
            {
                segments.Add(last);
            }

            Assert.Equal(labels.Length, segments.Sum(segment => segment.WindowCount));
            Assert.Equal(labels.Length == 0 ? [] : [0L, .. segments.Take(segments.Count - 1).Select(segment => segment.EndPosition)],
                segments.Select(segment => segment.StartPosition));
            Assert.All(segments.Zip(segments.Skip(1)), pair => Assert.NotEqual(pair.First.LabelIndex, pair.Second.LabelIndex));
            Assert.Equal(labels.Length == 0 ? 0 : (labels.Length * 2) + 2, segments.LastOrDefault().EndPosition);
        }).AssertHolds();
    }

    [Fact]
    public void TryAdvance_InSteadyState_AllocatesNothing()
    {
        var window = 0;
        Allocations.AssertNone(() => _tracker.TryAdvance(++window % 3, Activity.Music, 1, window, window + 2, out _));
    }
}
