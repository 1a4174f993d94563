using LiveGenre.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LiveGenre.Cli.Watching.Screen;

/// <summary>A screenful of styled lines, each cut to the width and all to the height.</summary>
/// <param name="width">Columns.</param>
/// <param name="height">Rows.</param>
internal sealed class ScreenCanvas(int width, int height)
{
    private readonly List<SegmentLine> _lines = [];

    /// <summary>Columns.</summary>
    public int Width => width;

    /// <summary>Rows.</summary>
    public int Height => height;

    /// <summary>Rows that are still free.</summary>
    public int Free => height - _lines.Count;

    /// <summary>From the top.</summary>
    public IReadOnlyList<SegmentLine> Lines => _lines;

    /// <summary>Adds a line.</summary>
    /// <param name="parts">From the left.</param>
    public void Add(params IEnumerable<Part> parts)
    {
        if (Free > 0)
        {
            _lines.Add(new SegmentLine(Cut(parts, width)));
        }
    }

    /// <summary>Adds a line whose last part stands at the right edge; where there is no room for all, the left gives way.</summary>
    public void AddSpread(IReadOnlyList<Part> left, Part right)
    {
        var room = Math.Max(0, width - Segment.CellCount([new Segment(right.Text)]) - 1);
        var fits = Cut(left, room).ToList();
        Add([.. fits.Select(segment => new Part(segment.Text, segment.Style)), new Part(new string(' ', room + 1 - Segment.CellCount(fits))), right]);
    }

    /// <summary>Adds text in letters that are several rows high.</summary>
    public void AddLarge(string text, Color color)
    {
        var settings = new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(TextWriter.Null) };
        var options = RenderOptions.Create(AnsiConsole.Create(settings));
        foreach (var line in Segment.SplitLines(((IRenderable)new FigletText(text).LeftJustified().Color(color)).Render(options, width)))
        {
            if (Free > 0 && line.Any(segment => !segment.IsWhiteSpace))
            {
                _lines.Add(line);
            }
        }
    }

    /// <summary>What fits; Spectre's own cut of a line leaves out the whole part that does not.</summary>
    private static IEnumerable<Segment> Cut(IEnumerable<Part> line, int columns)
    {
        var free = columns;
        foreach (var part in line)
        {
            var segment = new Segment(part.Text.WithoutControls(), part.Style ?? Style.Plain);
            var cells = segment.CellCount();
            if (cells > free)
            {
                if (Segment.Truncate(segment, free) is { } rest)
                {
                    yield return rest;
                }
                yield break;
            }
            free -= cells;
            yield return segment;
        }
    }

    /// <summary>Some text in one style.</summary>
    internal readonly record struct Part(string Text, Style? Style = null)
    {
        public static implicit operator Part(string text) => new(text);
    }
}
