using System.Text;
using System.Threading.Channels;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LiveGenre.Cli.Watching.Screen;

/// <summary>Draws on the terminal's other screen, so that what stood there before comes back at the end.</summary>
/// <param name="views">One a source.</param>
/// <param name="draw">Draws them.</param>
/// <param name="time">The clock.</param>
internal sealed class ScreenOutput(IReadOnlyList<SourceView> views, Action<ScreenCanvas> draw, TimeProvider time) : IWatchOutput
{
    private const string Enter = "\e[?1049h\e[?25l"; // the other screen, no cursor
    private const string Leave = "\e[?25h\e[?1049l";
    private const string BeginFrame = "\e[?2026h\e[H"; // shown at once where the terminal can, from the top
    private const string EndLine = "\e[0m\e[K";
    private const string EndFrame = "\e[J\e[?2026l";

    /// <summary>How often the picture is drawn when nothing happens: its clocks go on.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(0.5);

    private readonly Dictionary<string, SourceView> _views = views.ToDictionary(v => v.SourceId);
    private readonly StringBuilder _frame = new();

    public async Task RunAsync(ChannelReader<WatchEvent> events, CancellationToken stop)
    {
        Console.Out.Write(Enter);
        try
        {
            var isOpen = true;
            while (isOpen)
            {
                Paint();
                isOpen = await WaitAsync(events, stop);
                while (events.TryRead(out var item))
                {
                    _views[item.SourceId].Apply(item, time.GetUtcNow());
                }
            }
        }
        finally
        {
            Console.Out.Write(Leave);
        }
    }

    /// <summary>Waits for something to happen, at most a tick.</summary>
    /// <returns>Whether there can be more.</returns>
    private static async Task<bool> WaitAsync(ChannelReader<WatchEvent> events, CancellationToken stop)
    {
        using var tick = CancellationTokenSource.CreateLinkedTokenSource(stop);
        tick.CancelAfter(Tick);
        try
        {
            return await events.WaitToReadAsync(tick.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return true;
        }
    }

    private void Paint()
    {
        var canvas = new ScreenCanvas(Known(Console.WindowWidth, 80), Known(Console.WindowHeight, 24));
        draw(canvas);
        using var text = new StringWriter(_frame.Clear());
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new TerminalOutput(text, canvas.Width, canvas.Height) });
        text.Write(BeginFrame);
        for (var row = 0; row < canvas.Lines.Count; row++)
        {
            console.Write(new Line(canvas.Lines[row]));
            text.Write(row < canvas.Height - 1 ? EndLine + "\r\n" : EndLine);
        }
        text.Write(EndFrame);
        Console.Out.Write(_frame.ToString());
    }

    /// <summary>What a terminal says of its size, which serial lines and some containers give as 0.</summary>
    private static int Known(int size, int usual) => size > 0 ? size : usual;

    /// <summary>Lets Spectre find out what the terminal can, and writes elsewhere.</summary>
    private sealed class TerminalOutput(TextWriter writer, int width, int height) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => height;

        public void SetEncoding(Encoding encoding)
        {
            // The text goes through Console, which has its own.
        }
    }

    private sealed class Line(SegmentLine segments) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => segments;
    }
}
