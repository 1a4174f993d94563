using LiveGenre.Cli.Watching;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Tests.Watching;

public class SourceViewTests
{
    private readonly SourceView _view = new("fm", Events.Start);

    [Fact]
    public void IsLive_FollowsLinkAndSource()
    {
        Assert.False(_view.IsLive);
        Apply(Events.Up, Events.Snapshot());
        Assert.True(_view.IsLive);
        Apply(Events.State(SourceState.DeviceLost, "Unplugged."));
        Assert.False(_view.IsLive);
        Apply(Events.State(SourceState.Running, ""));
        Assert.True(_view.IsLive);
        Apply(Events.Lost);
        Assert.False(_view.IsLive);
    }

    [Fact]
    public void Apply_LinkLost_KeepsWhatWasKnown()
    {
        Apply(Events.Up, Events.Snapshot(), Events.Window("jazz", [0, 1, 0]), Events.Lost);

        Assert.Equal("jazz", _view.Window!.Decision.Label);
        Assert.Equal("Jazz FM", _view.Source!.DisplayName);
        Assert.Equal(Events.Start, _view.LastHeard);
    }

    [Fact]
    public void Apply_Losses_AddsThemUp()
    {
        Apply(Events.Snapshot(), Events.Window("jazz", [0, 1, 0], dropped: 2), Events.Window("jazz", [0, 1, 0], dropped: 3), Events.Gap(1), Events.Gap(2));
        _view.Apply(new WatchEvent("fm", new WatchGenreResponse { DroppedEventCount = 4 }), Events.Start);

        Assert.Equal((5ul, 4ul, 2), (_view.DroppedWindowCount, _view.DroppedEventCount, _view.GapCount));
    }

    [Fact]
    public void Segments_ManyOfThem_AreTheNewestFirstAndBounded()
    {
        _view.AddHistory([Events.NewSegment("rock", 0)]);
        for (var i = 1; i <= 10; i++)
        {
            Apply(Events.Segment($"genre{i}", 65 * i));
        }

        Assert.Equal(SourceView.MostSegments, _view.Segments.Count);
        Assert.Equal("genre10", _view.Segments[0].Label);
        Assert.DoesNotContain(_view.Segments, s => s.Label == "rock");
    }

    private void Apply(params WatchEvent[] events)
    {
        foreach (var item in events)
        {
            _view.Apply(item, Events.Start);
        }
    }
}
