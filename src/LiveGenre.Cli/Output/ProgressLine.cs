namespace LiveGenre.Cli.Output;

/// <summary>
/// One line on standard error that says how far long work has come, where a terminal looks on. Output that goes to the
/// same terminal hides it for as long as it writes.
/// </summary>
internal sealed class ProgressLine : IDisposable
{
    private const int BarLength = 24;
    private const string Erase = "\r\e[K";

    private static readonly Lock Gate = new();
    private static ProgressLine? _shown;

    private readonly int _total;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private int _done;

    private ProgressLine(int total) => _total = total;

    /// <summary>Shows the progress of several items; null where no terminal looks on, or there is but one.</summary>
    public static ProgressLine? Start(int total)
    {
        if (total < 2 || Console.IsErrorRedirected)
        {
            return null;
        }
        lock (Gate)
        {
            _shown = new ProgressLine(total);
            _shown.Draw();
            return _shown;
        }
    }

    /// <summary>Takes the line away until the answer is disposed.</summary>
    public static Hidden Hide()
    {
        Gate.Enter();
        if (_shown is not null)
        {
            Console.Error.Write(Erase);
        }
        return new Hidden(_shown);
    }

    /// <summary>One more item is done.</summary>
    public void Advance()
    {
        lock (Gate)
        {
            _done++;
            Draw();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Gate)
        {
            Console.Error.Write(Erase);
            _shown = null;
        }
    }

    private void Draw()
    {
        var filled = BarLength * _done / _total;
        var left = _done == 0 ? "" : $"  {(TimeProvider.System.GetElapsedTime(_started) / _done * (_total - _done)).ToClock()} left";
        Console.Error.Write($"{Erase}[{new string('#', filled)}{new string('.', BarLength - filled)}] {_done}/{_total}{left}");
    }

    /// <summary>A stretch without the line.</summary>
    public readonly ref struct Hidden(ProgressLine? line)
    {
        /// <summary>Shows the line again.</summary>
        public void Dispose()
        {
            line?.Draw();
            Gate.Exit();
        }
    }
}
