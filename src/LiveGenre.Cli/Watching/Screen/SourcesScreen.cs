using System.Globalization;
using LiveGenre.Cli.Output;
using LiveGenre.Protocol.V1;
using Spectre.Console;
using static LiveGenre.Cli.Watching.Screen.ScreenCanvas;

namespace LiveGenre.Cli.Watching.Screen;

/// <summary>Draws several sources, a line each.</summary>
internal static class SourcesScreen
{
    private const int LeastIdWidth = 8;
    private const int MostIdWidth = 32;
    private const int MeterWidth = 10;
    private const double QuietestDbfs = -60;

    public static void Draw(ScreenCanvas canvas, IReadOnlyList<SourceView> views, string address, DateTimeOffset now)
    {
        var live = views.Count(v => v.IsLive);
        canvas.AddSpread(
            [new Part("LiveGenre  ", Palette.Faint), new Part($"{views.Count} sources", Palette.Strong), live < views.Count ? new Part($", {views.Count - live} not live", Palette.Bad) : ""],
            new Part(address, Palette.Faint));
        canvas.Add("");
        var idWidth = Math.Clamp(views.Max(v => v.SourceId.Length), LeastIdWidth, MostIdWidth);
        canvas.Add(new Part($"{"SOURCE".PadRight(idWidth)}  {"ON AIR",-18}{"SURE",5}  {"SINCE",-8}  {"LEVEL",-MeterWidth}  STATE", Palette.Strong));
        var fits = views.Count <= canvas.Free ? views.Count : canvas.Free - 1;
        foreach (var view in views.Take(fits))
        {
            DrawLine(canvas, view, idWidth, now);
        }
        if (fits < views.Count)
        {
            canvas.Add(new Part($"and {views.Count - fits} more; --source ID shows one.", Palette.Faint));
        }
    }

    private static void DrawLine(ScreenCanvas canvas, SourceView view, int idWidth, DateTimeOffset now)
    {
        var id = view.SourceId.Length <= idWidth ? view.SourceId.PadRight(idWidth) : view.SourceId[..(idWidth - 1)] + "…";
        if (view.Window is not { } window || !view.IsLive)
        {
            // What was on air is no answer to what is.
            var nothing = view.IsLive ? "no window yet" : "not live";
            canvas.Add($"{id}  ", new Part($"{nothing,-18}", Palette.Faint), $"{"",5}  {"",-8}  {"",-MeterWidth}  ", State(view));
            return;
        }
        var (filled, blank) = Bar.Create(1 - (window.Level.RmsDbfs / QuietestDbfs), MeterWidth);
        canvas.Add(
            id + "  ",
            new Part($"{window.ToHeadline(),-18}", new Style(Palette.Live, decoration: Decoration.Bold)),
            string.Create(CultureInfo.InvariantCulture, $"{window.Decision.Confidence * 100,3:0} %  "),
            $"{(now - window.Decision.SinceTime.ToDateTimeOffset()).ToClock(),-8}  ",
            new Part(filled, window.Level.ClippedSampleCount > 0 ? Palette.Bad : Palette.Good),
            blank + "  ",
            State(view));
    }

    private static Part State(SourceView view) => view switch
    {
        { Link.IsUp: false } => new(view.Link.Detail, Palette.Bad),
        { Source: null } => new("waiting for the daemon", Palette.Warning),
        { Source.State: SourceState.Running } => new("running", Palette.Good),
        { Source: var source } => new($"{source.State.ToWord()}. {source.StateDetail}", view.IsLive ? Palette.Warning : Palette.Bad),
    };
}
