using LiveGenre.Cli.Watching;
using LiveGenre.Cli.Watching.Screen;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Tests.Watching;

public class SourceScreenTests
{
    private const string Address = "http://127.0.0.1:5081";

    [Fact]
    public void Draw_MusicOnAir_ShowsLabelScoresLevelAndState()
    {
        var lines = Draw(80, 24, Events.Up, Events.Snapshot(), Events.Window("jazz", [0.1f, 0.82f, 0.08f]));

        Assert.Contains("Jazz FM (fm)", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("● live " + Events.Start.AddSeconds(42).ToLocalTime().ToString("HH:mm:ss", null), lines[0], StringComparison.Ordinal);
        Assert.Contains("JAZZ", lines);
        Assert.Contains(lines, l => l.Contains("82 % sure", StringComparison.Ordinal) && l.Contains("(0:42)", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("-18.0 RMS  -3.0 peak dBFS", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("source", StringComparison.Ordinal) && l.Contains("running for 0:42", StringComparison.Ordinal));
        var bars = lines.Where(l => l.StartsWith("blues ", StringComparison.Ordinal) || l.StartsWith("jazz ", StringComparison.Ordinal) || l.StartsWith("rock ", StringComparison.Ordinal)).ToList();
        Assert.Equal(["0.10", "0.82", "0.08"], bars.Select(l => l[^4..])); // in the model's order
        Assert.True(bars[1].Count(c => c == '█') > 7 * bars[0].Count(c => c == '█'));
    }

    [Fact]
    public void Draw_DaemonGone_SaysNotLiveAndSinceWhen()
    {
        var lines = Draw(80, 24, Events.Up, Events.Snapshot(), Events.Window("jazz", [0, 1, 0]), Events.Lost);

        Assert.Contains("○ NOT LIVE", lines[0], StringComparison.Ordinal);
        Assert.Equal("Connection refused; trying again in 2.0 s. Last heard 0:42 ago.", lines[2]);
    }

    [Fact]
    public void Draw_DeviceLost_SaysNotLiveAndWhy()
    {
        var lines = Draw(80, 24, Events.Up, Events.Snapshot(), Events.State(SourceState.DeviceLost, "The sound server ended."));

        Assert.Contains("○ NOT LIVE", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.Contains("device lost for 0:32  The sound server ended.", StringComparison.Ordinal));
    }

    [Fact]
    public void Draw_Outage_TakesTheLargeWordAndSaysWhy()
    {
        var lines = Draw(80, 24, Events.Up, Events.Snapshot(), Events.Window("jazz", [0, 1, 0]), Events.State(SourceState.Retrying, "The station refuses."));
        var gone = Draw(80, 24, Events.Up, Events.Snapshot(), Events.Window("jazz", [0, 1, 0]), Events.Lost);

        Assert.DoesNotContain("JAZZ", lines);
        Assert.Equal("The station refuses.", lines[lines.IndexOf("RETRYING") + 1]);
        Assert.StartsWith("before: jazz, from ", lines[lines.IndexOf("RETRYING") + 2], StringComparison.Ordinal);
        Assert.Contains("NO DAEMON", gone);
    }

    [Fact]
    public void DrawAll_SourceThatIsNotLive_SaysSoInPlaceOfAnAnswer()
    {
        var views = new[] { new SourceView("fm", Events.Start), new SourceView("am", Events.Start) };
        views[0].Apply(Events.Up, Events.Start);
        views[0].Apply(Events.Snapshot(), Events.Start);
        views[0].Apply(Events.Window("jazz", [0, 1, 0]), Events.Start);
        views[0].Apply(Events.State(SourceState.Retrying, "The station refuses."), Events.Start);
        var canvas = new ScreenCanvas(100, 10);

        SourcesScreen.Draw(canvas, views, Address, Events.Start);

        Assert.Matches("^fm +not live +retrying. The station refuses.", Text(canvas)[3]);
        Assert.Matches("^am +not live ", Text(canvas)[4]);
    }

    [Theory]
    [InlineData(Activity.Speech, "SPEECH")]
    [InlineData(Activity.Silence, "SILENCE")]
    public void Draw_NoGenreApplies_ShowsTheActivity(Activity activity, string headline)
    {
        Assert.Contains(headline, Draw(80, 24, Events.Up, Events.Snapshot(), Events.Window("none", [], activity)));
    }

    [Fact]
    public void Draw_ClippingAndLosses_AreShown()
    {
        var lines = Draw(120, 24, Events.Up, Events.Snapshot(), Events.Gap(1.5), Events.Window("jazz", [0, 1, 0], clipped: 17, dropped: 3));

        Assert.Contains(lines, l => l.Contains("17 CLIPPED", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("1 gap, the last of 1.5 s", StringComparison.Ordinal) && l.Contains("(reconnect); 3 windows lost to overload", StringComparison.Ordinal));
    }

    [Fact]
    public void Draw_Segments_ShowsTheNewestFirst()
    {
        var lines = Draw(80, 24, Events.Up, Events.Snapshot(), Events.Segment("rock", 0), Events.Segment("blues", 65));

        var segments = lines.Where(l => l.Contains(" 1:05 ", StringComparison.Ordinal)).ToList();
        Assert.Contains("blues", segments[0], StringComparison.Ordinal);
        Assert.Contains("rock", segments[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, 5)]
    [InlineData(40, 12)]
    [InlineData(200, 60)]
    public void Draw_OnAnyTerminal_StaysWithinIt(int width, int height)
    {
        var lines = Draw(width, height, Events.Up, Events.Snapshot(), Events.Window("jazz", [0.1f, 0.82f, 0.08f], clipped: 9), Events.Gap(1), Events.Segment("rock", 0));

        Assert.InRange(lines.Count, 1, height);
        Assert.All(lines, l => Assert.InRange(l.Length, 0, width));
    }

    [Fact]
    public void Draw_NameThatTakesTheWholeLine_LeavesTheStateInSight()
    {
        var lines = Draw(30, 24, Events.Up, Events.Snapshot(), Events.State(SourceState.DeviceLost, "The sound server ended."));

        Assert.Matches(@"^LiveGenre  ○ NOT LIVE \d\d:\d\d:\d\d$", lines[0]);
        Assert.Equal(30, lines[0].Length);
    }

    [Fact]
    public void Draw_LineThatDoesNotFit_IsCutWhereTheTerminalEnds()
    {
        var lines = Draw(40, 24, Events.Up, Events.Snapshot(), Events.State(SourceState.Retrying, "There is no such station on this server."));

        Assert.Contains("source            retrying for 0:32  The", lines);
    }

    [Fact]
    public void Draw_ControlCharactersInWhatTheDaemonSays_NeverReachTheTerminal()
    {
        var lines = Draw(80, 24, Events.Up, Events.Snapshot(), Events.State(SourceState.Retrying, "bad\e[2Jtitle\r\n"));

        Assert.Contains(lines, l => l.Contains("bad [2Jtitle", StringComparison.Ordinal));
        Assert.All(lines, l => Assert.DoesNotContain('\e', l));
    }

    [Fact]
    public void DrawAll_MoreSourcesThanRows_SaysHowManyAreLeftOut()
    {
        var views = Enumerable.Range(0, 30).Select(i => new SourceView($"station{i}", Events.Start)).ToList();
        views[0].Apply(Events.Up, Events.Start);
        views[0].Apply(Events.Snapshot(), Events.Start);
        views[0].Apply(Events.Window("jazz", [0, 1, 0]), Events.Start);
        var canvas = new ScreenCanvas(100, 10);

        SourcesScreen.Draw(canvas, views, Address, Events.Start);

        var lines = Text(canvas);
        Assert.Equal(10, lines.Count);
        Assert.Contains("30 sources, 29 not live", lines[0], StringComparison.Ordinal);
        Assert.Matches("station0 +jazz +82 % .*running", lines[3]);
        Assert.Equal("and 24 more; --source ID shows one.", lines[^1]);
    }

    private static List<string> Draw(int width, int height, params WatchEvent[] events)
    {
        var view = new SourceView("fm", Events.Start);
        foreach (var item in events)
        {
            view.Apply(item, Events.Start);
        }
        var canvas = new ScreenCanvas(width, height);
        SourceScreen.Draw(canvas, view, Address, Events.Start.AddSeconds(42));
        return Text(canvas);
    }

    private static List<string> Text(ScreenCanvas canvas) => [.. canvas.Lines.Select(line => string.Concat(line.Select(s => s.Text)).TrimEnd())];
}
