using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LiveGenre.Cli.Output;
using LiveGenre.Core.Audio;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Protocol.V1;
using Spectre.Console;
using static LiveGenre.Cli.Watching.Screen.ScreenCanvas;

namespace LiveGenre.Cli.Watching.Screen;

/// <summary>Draws one source: the label, how sure it is and since when; the scores; the level; the state; the last segments.</summary>
internal static class SourceScreen
{
    private const int LabelWidth = 18; // speech-over-music and a blank
    private const double QuietestDbfs = -60;
    private const int LoudDbfs = -6; // from here the level is drawn in yellow
    private const int HeightForLargeLabel = 30;
    private const int LongestLargeLabel = 10;

    public static void Draw(ScreenCanvas canvas, SourceView view, string address, DateTimeOffset now)
    {
        DrawHead(canvas, view, address, now);
        if (view.Source is not { } source)
        {
            return;
        }
        if (view.Window is { } window)
        {
            DrawDecision(canvas, view, window, now);
            DrawScores(canvas, source, window, view.IsLive);
            canvas.Add("");
            DrawLevel(canvas, window.Level, view.IsLive);
        }
        else
        {
            canvas.Add("");
            canvas.Add(new Part("no window yet: the first decision comes with the first 4 s of sound", Palette.Faint));
            canvas.Add("");
        }
        DrawState(canvas, source, now);
        DrawLosses(canvas, view, source);
        canvas.Add("");
        foreach (var segment in view.Segments)
        {
            DrawSegment(canvas, segment);
        }
    }

    private static void DrawHead(ScreenCanvas canvas, SourceView view, string address, DateTimeOffset now)
    {
        var name = view.Source?.DisplayName is { Length: > 0 } shown && shown != view.SourceId ? $"{shown} ({view.SourceId})" : view.SourceId;
        canvas.AddSpread(
            [new Part("LiveGenre  ", Palette.Faint), new Part(name, Palette.Strong)],
            view.IsLive ? new Part($"● live {Clock(now)}", Palette.Good) : new Part($"○ NOT LIVE {Clock(now)}", Palette.Bad));
        var source = view.Source;
        canvas.AddSpread([new Part(source is null ? "" : $"{source.Address}", Palette.Faint)], new Part(address, Palette.Faint));
        if (!view.Link.IsUp)
        {
            var heard = view.LastHeard is { } last ? $" Last heard {(now - last).ToClock()} ago." : "";
            canvas.Add(new Part(view.Link.Detail + heard, Palette.Bad));
        }
    }

    private static void DrawDecision(ScreenCanvas canvas, SourceView view, GenreWindow window, DateTimeOffset now)
    {
        // What was on air is no answer to what is: an outage takes the large word.
        var headline = view.IsLive ? window.ToHeadline() : OutageOf(view);
        var color = view.IsLive ? Palette.Live : Palette.Stale;
        canvas.Add("");
        if (canvas.Height >= HeightForLargeLabel && headline.Length <= LongestLargeLabel)
        {
            canvas.AddLarge(headline, color);
        }
        else
        {
            canvas.Add(new Part(headline.ToUpperInvariant(), new Style(color, decoration: Decoration.Bold)));
        }
        var decision = window.Decision;
        var since = decision.SinceTime.ToDateTimeOffset();
        if (!view.IsLive)
        {
            canvas.Add(new Part(view.Link.IsUp ? view.Source!.StateDetail : "", Palette.Bad)); // the head says why the daemon is not heard
            canvas.Add(new Part($"before: {window.ToHeadline()}, from {Clock(since)} to {Clock(window.WindowEndTime.ToDateTimeOffset())}", Palette.Faint));
            canvas.Add("");
            return;
        }
        canvas.Add(
            new Part(string.Create(CultureInfo.InvariantCulture, $"{decision.Confidence * 100:0} % sure"), Palette.Strong),
            $"   since {Clock(since)} ({(now - since).ToClock()})",
            string.Create(CultureInfo.InvariantCulture, $"   stability {decision.Stability:0.00}"),
            $"   {window.Activity.ToWord()}");
        canvas.Add("");
    }

    private static string OutageOf(SourceView view) => view.Link.IsUp ? view.Source!.State.ToWord() : "no daemon";

    /// <summary>In the model's order: bars that change places are hard to follow.</summary>
    private static void DrawScores(ScreenCanvas canvas, Source source, GenreWindow window, bool isLive)
    {
        var columns = Math.Clamp(canvas.Width - LabelWidth - 8, 10, 60);
        // Faint is what the model last believed of music, where there is none or nobody knows.
        var others = isLive && window.Decision.Label != LabelNames.None ? Palette.Other : Palette.Faint;
        foreach (var (at, label) in source.Labels.Index())
        {
            var score = at < window.SmoothedScores.Count ? window.SmoothedScores[at] : 0;
            var isDecided = label == window.Decision.Label;
            var (filled, blank) = Bar.Create(score, columns);
            canvas.Add(
                new Part(label.PadRight(LabelWidth), isDecided ? Palette.Strong : Style.Plain),
                new Part(filled, isLive && isDecided ? Palette.Good : others),
                blank,
                new Part(score.ToString(" 0.00", CultureInfo.InvariantCulture), score < 0.005 ? Palette.Faint : Style.Plain));
        }
    }

    private static void DrawLevel(ScreenCanvas canvas, Level level, bool isLive)
    {
        var columns = Math.Clamp(canvas.Width - LabelWidth - 34, 10, 60);
        var (filled, blank) = Bar.Create(Share(level.RmsDbfs), columns);
        var peakAt = Math.Clamp((int)(Share(level.PeakDbfs) * columns), filled.Length, columns - 1) - filled.Length;
        var hasPeak = blank.Length > 0 && level.PeakDbfs > QuietestDbfs;
        var isClipped = level.ClippedSampleCount > 0;
        canvas.Add(
            "level".PadRight(LabelWidth),
            new Part(filled, !isLive ? Palette.Faint : level.PeakDbfs >= LoudDbfs ? Palette.Warning : Palette.Good),
            new Part(hasPeak ? blank[..peakAt] : blank),
            new Part(hasPeak ? "│" : "", isClipped ? Palette.Bad : Palette.Warning),
            new Part(hasPeak ? blank[(peakAt + 1)..] : ""),
            level.PeakDbfs <= AudioLevel.FloorDbfs
                ? new Part(" digital silence", Palette.Warning)
                : new Part(string.Create(CultureInfo.InvariantCulture, $" {level.RmsDbfs,5:0.0} RMS {level.PeakDbfs,5:0.0} peak dBFS")),
            new Part(isClipped ? $"  {level.ClippedSampleCount} CLIPPED" : "", Palette.Bad));
    }

    private static void DrawState(ScreenCanvas canvas, Source source, DateTimeOffset now)
    {
        var style = source.State switch
        {
            SourceState.Running => Palette.Good,
            SourceState.Starting or SourceState.DigitalSilence or SourceState.Ended => Palette.Warning,
            _ => Palette.Bad,
        };
        var since = source.StateSinceTime is { } time ? $" for {(now - time.ToDateTimeOffset()).ToClock()}" : "";
        canvas.Add("source".PadRight(LabelWidth), new Part(source.State.ToWord(), style), since, new Part($"  {source.StateDetail}", Palette.Faint));
    }

    private static void DrawLosses(ScreenCanvas canvas, SourceView view, Source source)
    {
        var notes = new List<string>();
        if (view.LastGap is { } gap)
        {
            notes.Add($"{Count(view.GapCount, "gap")}, the last of {Seconds(gap.EndOffset - gap.StartOffset)} at {Clock(gap.StartTime.ToDateTimeOffset())} ({gap.Reason.ToWord()})");
        }
        if (view.DroppedWindowCount > 0)
        {
            notes.Add($"{Count((long)view.DroppedWindowCount, "window")} lost to overload");
        }
        if (view.DroppedEventCount > 0)
        {
            notes.Add($"{Count((long)view.DroppedEventCount, "event")} not shown");
        }
        if (source.ReconnectCount > 0)
        {
            notes.Add(Count(source.ReconnectCount, "reconnect"));
        }
        canvas.Add(
            "lost".PadRight(LabelWidth),
            notes.Count == 0 ? new Part("nothing", Palette.Faint) : new Part(string.Join("; ", notes), Palette.Warning));
    }

    private static void DrawSegment(ScreenCanvas canvas, Segment segment)
    {
        var genre = segment.Label == LabelNames.None ? segment.Activity.ToWord() : segment.Label;
        canvas.Add(
            new Part($"{Clock(segment.StartTime.ToDateTimeOffset())}  ", Palette.Faint),
            new Part($"{(segment.EndTime - segment.StartTime).ToTimeSpan().ToClock(),7} "),
            $" {genre,-LabelWidth}",
            new Part(string.Create(CultureInfo.InvariantCulture, $"{segment.MeanConfidence:0.00}"), Palette.Faint),
            new Part(segment.Activity == Activity.SpeechOverMusic ? "  speech over it" : "", Palette.Faint));
    }

    private static double Share(double dbfs) => 1 - (dbfs / QuietestDbfs);

    private static string Clock(DateTimeOffset time) => time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Seconds(Duration duration) => duration.ToTimeSpan().TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);

    private static string Count(long count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
